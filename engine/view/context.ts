/** What the inspector says beyond one page: its region and its VMA on both hosts, at one step. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { type Host, PMD_HUGE, PRESENT, pmdName } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import { smapsFlags } from '../event/vmalist.ts';
import type { Columns } from '../log/columns.ts';
import { describe } from '../log/describe.ts';
import { CELL_CLASSES, lensTable } from './lens.ts';

/** Pages by what they are: index into CELL_CLASSES, most pages first. */
export type Census = readonly (readonly [cellClass: number, pages: number])[];

export interface RegionSide {
  readonly pmd: string;
  /** Mapped pieces of the region's 2 MiB folio, 0 when there is none. */
  readonly pieces: number;
  /** Pages that are mapped, of `of` that guest memory has here. */
  readonly mapped: number;
  readonly of: number;
  readonly census: Census;
  /** khugepaged's last word, null before it came. */
  readonly visit: { readonly step: number; readonly words: string } | null;
}

export interface VmaSide {
  readonly first: number;
  readonly pages: number;
  /** All flags, as smaps prints them. */
  readonly flags: readonly string[];
  readonly mapped: number;
  /** Regions mapped by a huge PMD. */
  readonly huge: number;
  readonly census: Census;
}

/** The region of `page` on both hosts; `ofPage` are all events of the page. */
export function regionsAround(
  s: MemoryState,
  columns: Columns,
  page: number,
  step: number,
  ofPage: readonly number[],
): readonly [src: RegionSide, dst: RegionSide] {
  const region = page >>> PMD_ORDER;
  const from = region << PMD_ORDER;
  const to = Math.min(s.pages, from + PMD_PAGES);
  const side = (host: Host): RegionSide => {
    const { pmd, pieces } = s.side(host);
    const visit = ofPage.findLast(
      (n) => n < step && columns.kind(n) === K.KH_SCAN && hostOf(columns.who(n)) === host,
    );
    return {
      pmd: pmdName(pmd[region]!),
      pieces: pieces[region]!,
      of: to - from,
      ...countPages(s, host, from, to),
      visit: visit === undefined ? null : { step: visit + 1, words: describe(columns, visit) },
    };
  };
  return [side(0), side(1)];
}

/** The VMA of `page` by host, null where none is. */
export function vmasAround(s: MemoryState, page: number): readonly [VmaSide | null, VmaSide | null] {
  const side = (host: Host): VmaSide | null => {
    const { vmas, pmd } = s.side(host);
    const vma = vmas.find(page);
    if (!vma) return null;
    let huge = 0;
    for (let r = vma.start >>> PMD_ORDER; r < vma.end >>> PMD_ORDER; r++) if (pmd[r] === PMD_HUGE) huge++;
    return {
      first: vma.start,
      pages: vma.end - vma.start,
      flags: smapsFlags(vma.flags),
      huge,
      ...countPages(s, host, vma.start, vma.end),
    };
  };
  return [side(0), side(1)];
}

function countPages(
  s: MemoryState,
  host: Host,
  from: number,
  to: number,
): { mapped: number; census: Census } {
  const { words } = s.side(host);
  const table = lensTable('migration', host);
  const counts = new Uint32Array(CELL_CLASSES.length);
  let mapped = 0;
  for (let p = from; p < to; p++) {
    const w = words[p]!;
    mapped += w & PRESENT;
    const c = table[w]!;
    counts[c] = counts[c]! + 1;
  }
  const census = [...counts.entries()].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
  return { mapped, census };
}
