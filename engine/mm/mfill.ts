/** What fills holes of registered memory: UFFDIO_COPY, ZEROPAGE, POISON, and UFFDIO_WRITEPROTECT (mm/userfaultfd.c
 *  mfill_atomic, mwriteprotect_range; FACTS U8-U13). Left out: CONTINUE, which anonymous memory does not have. */
import { PAGE_BYTES, PMD_ORDER } from '../base/units.ts';
import { EAGAIN, EEXIST, EINVAL, ENOENT } from '../event/errno.ts';
import { K, OLD_COPY } from '../event/event.ts';
import { isNone, PMD_NONE, PRESENT } from '../event/pageword.ts';
import { VM_UFFD, VM_UFFD_WP, type Vma } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { mfillShared } from './shmem.ts';
import { uffdWpRange, validateRange } from './userfaultfd.ts';
import type { Result } from './vma.ts';

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

/** What an ioctl says: its result, and the bytes done (or -errno) that it writes back. */
export interface Filled {
  readonly ret: Result;
  readonly done: number;
}
const refused = (errno: number): Filled => ({ ret: -errno, done: -errno });

/** The one VMA that holds the whole range and is registered; else ENOENT. */
function registeredVma(mm: Mm, from: number, to: number): Vma | null {
  const vma = mm.side.vmas.find(from);
  return vma && vma.end >= to && vma.flags & VM_UFFD ? vma : null;
}

/** What one of the ioctls does: which VMA it may fill, how it fills one page (false: something is there), and whether it leaves waiters
 *  asleep. */
interface Filling {
  readonly allows?: (vma: Vma) => boolean;
  readonly fill: (page: number) => boolean;
  readonly dontwake?: boolean;
}

/** mfill_atomic: page by page until one fails. Waiters in the part that was done wake unless `dontwake` (U11). */
function mfillAtomic(
  mm: Mm,
  start: number,
  len: number,
  { allows, fill, dontwake }: Filling,
  by: number,
  cause: number,
): Filled {
  const range = validateRange(start, len);
  if (!range) return { ret: -EINVAL, done: 0 };
  const { from, to } = range;
  // The VMA is found and prepared before anybody asks whether it is registered (uffd_lock_vma).
  if (!mm.isFile(from)) mm.prepareAnon(from, by, cause);
  const vma = registeredVma(mm, from, to);
  if (!vma) return refused(ENOENT);
  if (allows && !allows(vma)) return refused(EINVAL);
  let page = from;
  while (page < to) {
    // The table keeps huge pages out from now on (U9).
    if (mm.side.pmd[page >>> PMD_ORDER] === PMD_NONE) mm.out.emit(K.PTE_ALLOC, by, page, 0, cause);
    if (!fill(page)) break;
    page++;
  }
  if (page === from) return refused(EEXIST);
  if (!dontwake) mm.uffd?.wake(from, page);
  return { ret: page === to ? 0 : -EAGAIN, done: (page - from) * PAGE_BYTES };
}

/** UFFDIO_COPY of whole pages with one content; `wp` arms them as they come. */
export function uffdioCopy(
  mm: Mm,
  start: number,
  len: number,
  version: number,
  mode: { dontwake: boolean; wp: boolean },
  by: number,
  cause: number,
): Filled {
  const fill = (page: number): boolean => {
    const filled = mm.isFile(page)
      ? mfillShared(mm, page, version, by, cause)
      : uffdCopy(mm, page, version, false, by, cause);
    if (filled && mode.wp) mm.out.emit(K.UFFD_WP_ON, by, page, 1, cause);
    return filled;
  };
  const allows = (vma: Vma): boolean => !mode.wp || (vma.flags & VM_UFFD_WP) !== 0;
  return mfillAtomic(mm, start, len, { allows, fill, dontwake: mode.dontwake }, by, cause);
}

export function uffdioZeropage(
  mm: Mm,
  start: number,
  len: number,
  dontwake: boolean,
  by: number,
  cause: number,
): Filled {
  const fill = (page: number): boolean =>
    mm.isFile(page) ? mfillShared(mm, page, 0, by, cause) : uffdZeropage(mm, page, by, cause);
  return mfillAtomic(mm, start, len, { fill, dontwake }, by, cause);
}

export function uffdioPoison(mm: Mm, start: number, len: number, by: number, cause: number): Filled {
  if (!mm.sys.rules.has('uffd-poison')) return { ret: -EINVAL, done: 0 };
  const fill = (page: number): boolean => {
    if (mm.isHuge(page) || !isNone(mm.side.words[page]!)) return false;
    mm.out.emit(K.POISON, by, page, 0, cause);
    return true;
  };
  return mfillAtomic(mm, start, len, { fill }, by, cause);
}

/** UFFDIO_WRITEPROTECT: VMA by VMA until one is not registered for it (mwriteprotect_range, U12). */
export function uffdioWriteprotect(
  mm: Mm,
  start: number,
  len: number,
  { on, dontwake }: { on: boolean; dontwake: boolean },
  by: number,
  cause: number,
): Result {
  const range = validateRange(start, len);
  if (!range || (on && dontwake) || !mm.sys.rules.has('uffd-wp')) return -EINVAL;
  const vmas = mm.side.vmas.within(range.from, range.to);
  if (vmas.length === 0) return -ENOENT;
  for (const vma of vmas) {
    if (!(vma.flags & VM_UFFD_WP)) return -ENOENT;
    uffdWpRange(mm, vma, Math.max(vma.start, range.from), Math.min(vma.end, range.to), on, by, cause);
  }
  if (!on && !dontwake) mm.uffd?.wake(range.from, range.to);
  return 0;
}
