/** Anonymous page faults: mm/memory.c __handle_mm_fault and below (FACTS F1-F8). Left out: swap, NUMA, mTHP, allocation failure. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { PMD_HUGE_ZERO, PMD_NONE, PRESENT, WRITE, ZERO } from '../event/pageword.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import { COSTS } from './costs.ts';
import type { Mm } from './mm.ts';
import { mayBeHuge } from './thp.ts';

/** The page was there. */
export const HIT = 0;
/** The kernel mapped something. */
export const MAPPED = 1;
/** The hole is armed: the toucher must sleep until somebody fills it. Nothing was mapped. */
export const USERFAULT = 2;
export type Touch = typeof HIT | typeof MAPPED | typeof USERFAULT;

/** One access to a page. Emits what the kernel did and adds its cost to `mm.spent`; `USERFAULT` leaves the table unchanged. */
export function touch(mm: Mm, page: number, write: boolean, by: number, cause: number): Touch {
  const w = mm.side.words[page] as number;
  if (w & PRESENT && (!write || w & WRITE)) return HIT;
  return handleMmFault(mm, page, write, by, cause);
}

function handleMmFault(mm: Mm, page: number, write: boolean, by: number, cause: number): Touch {
  const { out, side } = mm;
  const w = side.words[page] as number;
  const pmd = side.pmd[page >>> PMD_ORDER] as number;
  // A write to a zero page is a copy-on-write, never a missing fault, whatever is armed (F8, truth a13 d35).
  if (w & PRESENT && w & ZERO) {
    if (pmd === PMD_HUGE_ZERO) {
      mm.spent += COSTS.cowHuge;
      out.emit(K.COW_HUGE, by, page, 0, cause);
    } else {
      mm.spent += COSTS.faultSmall;
      out.emit(K.COW_SMALL, by, page, 0, cause);
    }
    return MAPPED;
  }
  const armed = (side.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0;
  if (pmd === PMD_NONE && mayBeHuge(mm, page)) {
    mm.enlisted = true; // F2 step 3
    if (armed) {
      // The userfault test comes after the allocation, so a write pays for 2 MiB it does not get (F6, S0.8).
      if (write) out.emit(K.THP_THROWN, by, page, 0, cause);
      mm.spent += write ? COSTS.userfaultHugeWrite : COSTS.userfault;
      return USERFAULT;
    }
    mm.spent += write ? COSTS.faultHuge : COSTS.faultHugeZero;
    const done = out.emit(write ? K.FAULT_HUGE : K.FAULT_HUGE_ZERO, by, page, 0, cause);
    if (mm.onZeroFill) {
      const first = (page >>> PMD_ORDER) << PMD_ORDER;
      for (let p = first; p < first + PMD_PAGES; p++) mm.onZeroFill(p, done);
    }
    return MAPPED;
  }
  if (armed) {
    mm.spent += COSTS.userfault;
    return USERFAULT;
  }
  mm.spent += write ? COSTS.faultSmall : COSTS.faultZero;
  const done = out.emit(write ? K.FAULT_SMALL : K.FAULT_ZERO, by, page, 0, cause);
  mm.onZeroFill?.(page, done);
  return MAPPED;
}
