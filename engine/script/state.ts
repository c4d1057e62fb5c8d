/** What can be seen of an address space after an operation, as smaps, pagemap, kpageflags and kpagecount tell it: the `st` of
 *  the recorded format. */
import { PMD_ORDER } from '../base/units.ts';
import { GUARD_MARKER, HUGE, POISON_MARKER, PRESENT, UFFD_WP, ZERO } from '../event/pageword.ts';
import { smapsFlags, VM_READ, VM_SHARED, VM_WRITE, type Vma } from '../event/vmalist.ts';
import type { Mm } from '../mm/mm.ts';
import { thpEligible } from '../mm/thp.ts';
import type { Region } from './layout.ts';

export interface VmaState {
  readonly s: number;
  readonly e: number;
  readonly prot: string;
  readonly fl: readonly string[];
  /** KiB. */
  readonly rss: number;
  readonly anon: number;
  readonly ahp: number;
  readonly elig: number;
}

/** A run of pages that differ in nothing but their place. Keys as MM-SCRIPT has them. */
export interface PageRun {
  readonly p: number;
  n: number;
  readonly k: string;
  readonly v?: number;
  readonly f?: number;
  readonly sub?: number;
  readonly x?: number;
  readonly mc?: number;
  readonly wp?: number;
  readonly lazy?: number;
  /** Of a file: shared memory. */
  readonly file?: number;
  readonly pz?: number;
}

export interface RegionState {
  readonly len: number;
  readonly vmas: readonly VmaState[];
  readonly pages: readonly PageRun[];
}

/** State of one region; its folios are numbered in the order in which they are met. */
export function regionState(mm: Mm, region: Region): RegionState {
  const end = region.base + region.len;
  return {
    len: region.len,
    vmas: mm.side.vmas.within(region.base, end).map((vma) => vmaState(mm, vma, region.base)),
    pages: pageRuns(mm, region),
  };
}

/** One VMA as smaps has it, `base` being page 0. */
export function vmaState(mm: Mm, vma: Vma, base: number): VmaState {
  let rss = 0;
  let huge = 0;
  for (let p = vma.start; p < vma.end; p++) {
    const w = mm.side.words[p]!;
    if (!(w & PRESENT) || w & ZERO) continue;
    rss++;
    if (w & HUGE) huge++;
  }
  const bit = (flag: number, letter: string) => (vma.flags & flag ? letter : '-');
  return {
    s: vma.start - base,
    e: vma.end - base,
    prot: `${bit(VM_READ, 'r')}${bit(VM_WRITE, 'w')}-${vma.flags & VM_SHARED ? 's' : 'p'}`,
    fl: smapsFlags(vma.flags),
    rss: rss * 4,
    anon: vma.flags & VM_SHARED ? 0 : rss * 4,
    ahp: vma.flags & VM_SHARED ? 0 : huge * 4,
    elig: thpEligible(mm, vma) ? 1 : 0,
  };
}

function pageRuns(mm: Mm, region: Region): PageRun[] {
  const numbers = new Map<number, number>();
  const runs: PageRun[] = [];
  let last: PageRun | undefined;
  for (let i = 0; i < region.len; i++) {
    const one = pageState(mm, region.base + i, i, numbers);
    if (last && continues(last, one)) last.n++;
    else {
      runs.push(one);
      last = one;
    }
  }
  return runs;
}

/** The next page of the run, differing only in its place in the folio. */
function continues(run: PageRun, one: PageRun): boolean {
  return (
    run.k === one.k &&
    run.v === one.v &&
    run.f === one.f &&
    (run.sub === undefined || run.sub + run.n === one.sub) &&
    run.x === one.x &&
    run.mc === one.mc &&
    run.wp === one.wp &&
    run.lazy === one.lazy &&
    run.file === one.file
  );
}

function pageState(mm: Mm, page: number, p: number, numbers: Map<number, number>): PageRun {
  const w = mm.side.words[page]!;
  const wp = w & UFFD_WP ? { wp: 1 } : {};
  if (!(w & PRESENT)) {
    // pagemap tells a poison marker from a write-protection one only while it is not protected.
    const k =
      (w & POISON_MARKER) !== 0 && !(w & UFFD_WP)
        ? 'swapent'
        : w & GUARD_MARKER
          ? 'guard'
          : w & UFFD_WP
            ? 'wp-marker'
            : 'hole';
    return { p, n: 1, k, ...wp };
  }
  if (w & ZERO) return { p, n: 1, k: w & HUGE ? 'hzero' : 'zero', v: 0, pz: 1, ...wp };
  const folios = mm.out.state.trackFolios();
  const frame = mm.frame(page);
  const folio = folios.folioAt(frame);
  const order = folios.order[folio]!;
  const mapcount = folios.mapcount[frame]!;
  // pagemap asks for the first page of a huge mapping and repeats the answer for all of it.
  const asked = w & HUGE ? firstHuge(mm, page) : frame;
  const kind =
    w & HUGE ? 'thp-pmd' : order === PMD_ORDER ? 'thp-pte' : order ? `m${1 << order}-pte` : 'small';
  return {
    p,
    n: 1,
    k: kind,
    v: mm.version[page]! & 255,
    ...(order ? { f: number(numbers, folio), sub: frame - folios.first[folio]! } : {}),
    x: folios.mapcount[asked] === 1 ? 1 : 0,
    ...(mapcount === 1 ? {} : { mc: mapcount }),
    ...wp,
    ...(folios.lazy[folio] ? { lazy: 1 } : {}),
    ...(folios.file[folio] ? { file: 1 } : {}),
  };
}

/** Frame of the first page of the huge mapping under `page`. */
function firstHuge(mm: Mm, page: number): number {
  return mm.frame((page >>> PMD_ORDER) << PMD_ORDER);
}

function number(numbers: Map<number, number>, folio: number): number {
  const known = numbers.get(folio);
  if (known !== undefined) return known;
  numbers.set(folio, numbers.size);
  return numbers.size - 1;
}
