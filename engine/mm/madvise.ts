/** madvise(2) on guest memory: MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTNEED (FACTS V2, V3, Z2-Z6). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { PIECE, PMD_HUGE, PMD_HUGE_ZERO, PMD_NONE, PRESENT } from '../event/pageword.ts';
import { COSTS } from './costs.ts';
import type { Mm } from './mm.ts';

/** Sets hg, clears nh, and enlists the process with khugepaged (V2, K1). */
export function madviseHugepage(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += COSTS.madviseFlags;
  mm.enlisted = true;
  return mm.out.emit(K.HUGEPAGE, by, page, n, cause);
}

/** Sets nh, clears hg; mapped huge pages stay (V3). */
export function madviseNohugepage(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += COSTS.madviseFlags;
  return mm.out.emit(K.NOHUGEPAGE, by, page, n, cause);
}

/** Drops `n` pages: whole huge pages at once, parts of one after a split of its PMD; the folio stays until its last piece
 *  goes (Z2, Z4, Z6). An emptied PTE table stays, except when one call covers the region (truth b06, b09). */
export function madviseDontneed(mm: Mm, page: number, n: number, by: number, cause: number): number {
  const call = mm.out.emit(K.DONTNEED, by, page, n, cause);
  let cost = 0;
  for (let p = page, end = page + n; p < end; ) {
    const region = p >>> PMD_ORDER;
    const next = Math.min(end, (region + 1) << PMD_ORDER);
    cost += zapPmdRange(mm, region, p, next, by, call);
    p = next;
  }
  mm.spent += Math.max(cost, COSTS.dontneedHole);
  return call;
}

/** Returns the cost. */
function zapPmdRange(mm: Mm, region: number, from: number, to: number, by: number, call: number): number {
  const { out, side } = mm;
  const pmd = side.pmd[region] as number;
  if (pmd === PMD_NONE) return COSTS.dontneedHole;
  const whole = to - from === PMD_PAGES;
  if (whole) {
    mm.version.fill(0, from, to);
    out.emit(K.ZAP_PMD, by, from, PMD_PAGES, call);
    return COSTS.dontneedHuge;
  }
  let cost = 0;
  if (pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO) {
    out.emit(K.PMD_SPLIT, by, region << PMD_ORDER, 0, call);
    if (pmd === PMD_HUGE) out.emit(K.FOLIO_DEFERRED, by, region << PMD_ORDER, 0, call);
    cost = COSTS.dontneedSplit;
  } else {
    const w = side.words[from] as number;
    cost = w & PIECE ? COSTS.dontneedPiece : w & PRESENT ? COSTS.dontneedSmall : COSTS.dontneedHole;
  }
  const had = side.pieces[region] as number;
  mm.version.fill(0, from, to);
  out.emit(K.ZAP, by, from, to - from, call);
  if (had > 0 && side.pieces[region] === 0) out.emit(K.FOLIO_FREE, by, region << PMD_ORDER, 0, call);
  return cost + (to - from - 1) * COSTS.dontneedNext;
}
