/** Physical split of a large folio, and the queue of folios that wait for it: mm/huge_memory.c __folio_split,
 *  deferred_split_scan (FACTS Z6-Z8, H9). */
import { PMD_ORDER } from '../base/units.ts';
import { onHost } from '../event/actor.ts';
import { K } from '../event/event.ts';
import type { Folios } from '../event/folios.ts';
import { PIECE, PMD_HUGE, PRESENT, ZERO } from '../event/pageword.ts';
import { VM_LOCKED } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { splitFileFolio } from './shmem.ts';

/** Splits the folio of `page` in all address spaces into single pages. Those that hold only zeroes become the zero page, and
 *  pieces that nobody maps are freed. */
export function splitFolio(mm: Mm, page: number, by: number, cause: number): void {
  const { out } = mm;
  const { folios } = out.state;
  if (folios?.file[folios.folioAt(mm.frame(page))]) {
    splitFileFolio(mm, page, by, cause);
    return;
  }
  const folio = folios ? folios.folioAt(mm.frame(page)) : 0;
  const mapped = mappings(mm, page);
  for (const side of [out.state.src, out.state.dst])
    for (const p of mapped[side.host])
      if (side.pmd[p >>> PMD_ORDER] === PMD_HUGE)
        out.emit(K.PMD_SPLIT, onHost(by, side.host), (p >>> PMD_ORDER) << PMD_ORDER, 0, cause);
  const split = out.emit(K.FOLIO_SPLIT, by, page, folio, cause);
  for (const host of [0, 1] as const) remapZeroes(mm, host, mapped[host], by, split);
}

/** Pages that map the folio of `page`, by address space, ascending. */
function mappings(mm: Mm, page: number): readonly [number[], number[]] {
  const { state } = mm.out;
  const folios: Folios | null = state.folios;
  const found: [number[], number[]] = [[], []];
  if (!folios) {
    const first = (page >>> PMD_ORDER) << PMD_ORDER;
    for (let p = first; p < first + (1 << PMD_ORDER); p++)
      if (isPage(mm.side.words[p]!)) found[mm.host].push(p);
    return found;
  }
  const folio = folios.folioAt(mm.frame(page));
  for (const side of [state.src, state.dst]) {
    const frames = side.frames!;
    for (const v of side.vmas.list)
      for (let p = v.start; p < v.end; p++) {
        const frame = frames[p]!;
        if (frame && folios.inFolio(frame, folio)) found[side.host].push(p);
      }
  }
  return found;
}

const isPage = (w: number): boolean => (w & PRESENT) !== 0 && (w & ZERO) === 0;

/** Runs of zero-filled pages among `pages` get the zero page (remap_page with RMP_USE_SHARED_ZEROPAGE). */
function remapZeroes(mm: Mm, host: 0 | 1, pages: readonly number[], by: number, cause: number): void {
  const version = host === mm.host ? mm.version : mm.peer?.version;
  if (!version) return;
  // Locked memory keeps its pages, whatever is in them.
  const { vmas } = mm.out.state.side(host);
  const isLocked = (page: number): boolean => (vmas.flagsAt(page) & VM_LOCKED) !== 0;
  for (let i = 0; i < pages.length; ) {
    const first = pages[i]!;
    if (version[first] !== 0 || isLocked(first)) {
      i++;
      continue;
    }
    let n = 1;
    while (pages[i + n] === first + n && version[first + n] === 0 && !isLocked(first + n)) n++;
    mm.out.emit(K.ZERO_REMAP, onHost(by, host), first, n, cause);
    i += n;
  }
}

/** deferred_split_scan: memory pressure splits every queued folio (Z7). Returns how many. */
export function deferredSplitScan(mm: Mm, by: number, cause: number): number {
  const { folios } = mm.out.state;
  return folios ? splitQueued(mm, folios, by, cause) : splitInPieces(mm, by, cause);
}

function splitQueued(mm: Mm, folios: Folios, by: number, cause: number): number {
  let splits = 0;
  const frames = mm.side.frames!;
  for (const v of mm.side.vmas.list)
    for (let p = v.start; p < v.end; p++) {
      const frame = frames[p]!;
      if (frame && folios.deferred[folios.folioAt(frame)]) {
        splitFolio(mm, p, by, cause);
        splits++;
      }
    }
  return splits;
}

/** The same where frames are private and at home: what is queued are regions of which some pieces are gone. */
function splitInPieces(mm: Mm, by: number, cause: number): number {
  const { words, pieces } = mm.side;
  let splits = 0;
  for (let region = 0; region < pieces.length; region++) {
    const left = pieces[region]!;
    if (left === 0 || left === 1 << PMD_ORDER) continue;
    let p = region << PMD_ORDER;
    while (!(words[p]! & PIECE) || !(words[p]! & PRESENT)) p++;
    splitFolio(mm, p, by, cause);
    splits++;
  }
  return splits;
}
