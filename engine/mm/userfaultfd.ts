/** userfaultfd, missing mode: register, COPY, ZEROPAGE, unregister (FACTS U3-U11). One context, owned by the destination's QEMU. */
import { PMD_ORDER } from '../base/units.ts';
import { K, OLD_COPY } from '../event/event.ts';
import { PMD_HUGE, PMD_HUGE_ZERO, PRESENT } from '../event/pageword.ts';
import { COSTS } from './costs.ts';
import type { Mm } from './mm.ts';

/** Arms [page, page + n): a hole there asks userspace (U4). */
export function uffdRegister(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += COSTS.uffdRegister;
  return mm.out.emit(K.REGISTER, by, page, n, cause);
}

/** Disarms; waiters would be woken into plain faults (U6). */
export function uffdUnregister(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += COSTS.uffdUnregister;
  return mm.out.emit(K.UNREGISTER, by, page, n, cause);
}

/** Something is mapped at `page`: a huge PMD or a PTE (U8). */
export function isMapped(mm: Mm, page: number): boolean {
  const pmd = mm.side.pmd[page >>> PMD_ORDER];
  return pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO || ((mm.side.words[page] as number) & PRESENT) !== 0;
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
  mm.spent += COSTS.uffdCopy;
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
  mm.spent += COSTS.uffdZeropage;
  if (isMapped(mm, page)) {
    mm.out.emit(K.EEXIST, by, page, 0, cause);
    return false;
  }
  mm.version[page] = 0;
  mm.out.emit(K.ZEROPAGE, by, page, 0, cause);
  return true;
}
