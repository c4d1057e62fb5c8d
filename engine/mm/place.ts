/** Placing one page in a hole of registered memory (mm/userfaultfd.c mfill_atomic_pte_copy, _zeropage; FACTS U8, U10). The
 *  ioctls over ranges are in mfill. */
import { K, OLD_COPY } from '../event/event.ts';
import { isNone, PRESENT } from '../event/pageword.ts';
import type { Mm } from './mm.ts';

/** Something is mapped at `page`: a huge PMD or a PTE (U8). A marker is not in the way of a copy. */
export function isMapped(mm: Mm, page: number): boolean {
  return mm.isHuge(page) || (mm.side.words[page]! & PRESENT) !== 0;
}

/** UFFDIO_COPY of one page with content `version`; `old` when the source has newer. False on EEXIST, which wakes nobody (U11). */
export function uffdCopy(
  mm: Mm,
  page: number,
  version: number,
  old: boolean,
  by: number,
  cause: number,
): boolean {
  mm.spent += mm.sys.costs.uffdCopy;
  if (isMapped(mm, page)) {
    mm.out.emit(K.EEXIST, by, page, version, cause);
    return false;
  }
  mm.version[page] = version;
  mm.out.emit(K.COPY, by, page, old ? version | OLD_COPY : version, cause);
  return true;
}

/** UFFDIO_ZEROPAGE of one page: the shared zero page, read-only (U10). False on EEXIST. */
export function uffdZeropage(mm: Mm, page: number, by: number, cause: number): boolean {
  mm.spent += mm.sys.costs.uffdZeropage;
  if (mm.isHuge(page) || !isNone(mm.side.words[page]!)) {
    mm.out.emit(K.EEXIST, by, page, 0, cause);
    return false;
  }
  mm.version[page] = 0;
  mm.out.emit(K.ZEROPAGE, by, page, 0, cause);
  return true;
}
