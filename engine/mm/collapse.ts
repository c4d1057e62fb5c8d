/** MADV_COLLAPSE: the same scan and copy as khugepaged's, at once and in the caller (mm/khugepaged.c madvise_collapse; K11). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { EAGAIN, EBUSY, EINVAL, ENOMEM } from '../event/errno.ts';
import {
  SCAN_ALLOC_HUGE_PAGE_FAIL,
  SCAN_EXCEED_NONE_PTE,
  SCAN_LACK_REFERENCED_PAGE,
  SCAN_PAGE_COMPOUND,
  SCAN_PMD_MAPPED,
  SCAN_PTE_UFFD_WP,
  SCAN_SUCCEED,
} from '../event/scan.ts';
import { VM_SHARED, type Vma } from '../event/vmalist.ts';
import { scanAndCollapse } from './khugepaged.ts';
import type { Mm } from './mm.ts';
import { collapseShared } from './shmem.ts';
import { allowsPmd, TVA_FORCED_COLLAPSE } from './thp.ts';
import type { Result } from './vma.ts';

/** Verdicts after which the call goes on with the next region. */
const GOES_ON = [SCAN_PTE_UFFD_WP, SCAN_LACK_REFERENCED_PAGE, SCAN_PAGE_COMPOUND];

/** Collapses the whole regions inside [from, to) of one VMA. 0 only when all are huge at the end. */
export function madviseCollapse(
  mm: Mm,
  vma: Vma,
  from: number,
  to: number,
  by: number,
  cause: number,
): Result {
  if (!allowsPmd(mm, vma, TVA_FORCED_COLLAPSE)) return -EINVAL;
  const first = Math.ceil(from / PMD_PAGES);
  const end = to >>> PMD_ORDER;
  let huge = 0;
  let last = SCAN_SUCCEED;
  for (let region = first; region < end; region++) {
    let code: number;
    if (vma.flags & VM_SHARED) code = collapseShared(mm, region, by, cause);
    else {
      const result = scanAndCollapse(mm, region, true, by, cause);
      mm.onVerdict?.(result);
      code = result.code;
    }
    if (code === SCAN_SUCCEED || code === SCAN_PMD_MAPPED) huge++;
    else {
      last = code;
      if (!GOES_ON.includes(last)) break;
    }
  }
  // A range inside one region has less than no region: the kernel's count never fits, and says EINVAL.
  return huge === end - first ? 0 : -errnoOf(last);
}

/** madvise_collapse_errno. */
function errnoOf(code: number): number {
  if (code === SCAN_ALLOC_HUGE_PAGE_FAIL) return ENOMEM;
  if (code === SCAN_EXCEED_NONE_PTE) return EBUSY;
  return code === SCAN_PAGE_COMPOUND ? EAGAIN : EINVAL;
}
