/** What migrations do to their memory by madvise(2): MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTNEED on whole VMAs or ranges known
 *  to be good (FACTS V2, V3, Z2, Z3). The call with all its checks is in madvise. */
import { K } from '../event/event.ts';
import type { Mm } from './mm.ts';
import { khugepagedEnter } from './thp.ts';
import { ZAP_DONTNEED, zapRange } from './zap.ts';

/** Sets hg, clears nh on whole VMAs, and enlists the process with khugepaged (V2, K1). */
export function madviseHugepage(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.madviseFlags;
  const event = mm.out.emit(K.HUGEPAGE, by, page, n, cause);
  for (const vma of mm.side.vmas.within(page, page + n)) khugepagedEnter(mm, vma);
  return event;
}

/** Sets nh, clears hg; mapped huge pages stay (V3). */
export function madviseNohugepage(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.madviseFlags;
  return mm.out.emit(K.NOHUGEPAGE, by, page, n, cause);
}

/** Drops `n` pages (Z2, Z3). An emptied PTE table stays, except when one call covers the region (truth b06, b09). */
export function madviseDontneed(mm: Mm, page: number, n: number, by: number, cause: number): number {
  const call = mm.out.emit(K.DONTNEED, by, page, n, cause);
  mm.spent += Math.max(zapRange(mm, page, page + n, ZAP_DONTNEED, by, call), mm.sys.costs.dontneedHole);
  return call;
}
