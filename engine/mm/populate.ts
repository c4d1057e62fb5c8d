/** Faulting pages in on request: MADV_POPULATE_READ and _WRITE, and mlock (mm/gup.c faultin_page_range, populate_vma_page_range).
 *  Left out: pins, VMAs of devices. */
import { EFAULT, EHWPOISON, EINVAL, ENOMEM, ERESTARTSYS } from '../event/errno.ts';
import { ACCESSED_WRITE, K } from '../event/event.ts';
import { VM_LOCKED, VM_SHARED, VM_WRITE, type Vma } from '../event/vmalist.ts';
import {
  access,
  FAULT_HWPOISON,
  FAULT_SIGBUS,
  FAULT_SIGSEGV,
  forbids,
  USERFAULT,
  USERFAULT_WP,
} from './fault.ts';
import type { Mm } from './mm.ts';
import { modifyFlags, type Result } from './vma.ts';

/** Faults in every page of [from, to). -ERESTARTSYS: the caller sleeps in a userfault at `mm.blocked`. */
export function populate(
  mm: Mm,
  from: number,
  to: number,
  write: boolean,
  by: number,
  cause: number,
): Result {
  let p = from;
  let ended: Result = 0;
  for (; p < to && ended === 0; p++) ended = populatePage(mm, p, write, by, cause);
  const done = (ended === 0 ? p : p - 1) - from;
  // FOLL_TOUCH: whoever asks for a page has used it, which khugepaged will see.
  if (done > 0 && mm.folios)
    mm.out.emit(K.ACCESSED, by, from, write ? (done | ACCESSED_WRITE) >>> 0 : done, cause);
  return ended;
}

function populatePage(mm: Mm, page: number, write: boolean, by: number, cause: number): Result {
  const vma = mm.side.vmas.find(page);
  if (!vma) return -ENOMEM;
  if (forbids(vma, write)) return -EINVAL;
  const touched = access(mm, page, write, by, cause, false);
  if (touched === USERFAULT || touched === USERFAULT_WP) {
    mm.blocked = { page, write, wp: touched === USERFAULT_WP };
    return -ERESTARTSYS;
  }
  if (touched === FAULT_HWPOISON) return -EHWPOISON;
  return touched === FAULT_SIGBUS || touched === FAULT_SIGSEGV ? -EFAULT : 0;
}

/** mlock(2): the flag on every VMA, then every page faulted in; errors of faults are ENOMEM by POSIX. `from` may be a page
 *  further on when the call comes back from a userfault. */
export function mlock(mm: Mm, from: number, to: number, by: number, cause: number): Result {
  const gap = walkWhole(mm, from, to, (vma, a, b) => modifyFlags(mm, vma, a, b, 'mlock', by, cause));
  if (gap < 0) return gap;
  return populateLocked(mm, from, to, by, cause);
}

/** __mm_populate of locked memory: private writable memory is written to, so that it will not be shared later. */
export function populateLocked(mm: Mm, from: number, to: number, by: number, cause: number): Result {
  for (const vma of mm.side.vmas.within(from, to)) {
    if (!(vma.flags & VM_LOCKED)) continue;
    const write = (vma.flags & (VM_WRITE | VM_SHARED)) === VM_WRITE;
    const error = populate(mm, Math.max(from, vma.start), Math.min(to, vma.end), write, by, cause);
    if (error === -ERESTARTSYS) return error;
    if (error < 0) return -ENOMEM;
  }
  return 0;
}

export function munlock(mm: Mm, from: number, to: number, by: number, cause: number): Result {
  return walkWhole(mm, from, to, (vma, a, b) => modifyFlags(mm, vma, a, b, 'munlock', by, cause));
}

/** Visits VMAs up to the first gap, which is ENOMEM (apply_vma_lock_flags, mprotect). */
export function walkWhole(
  mm: Mm,
  from: number,
  to: number,
  visit: (vma: Vma, from: number, to: number) => void,
): Result {
  for (let at = from; at < to; ) {
    const vma = mm.side.vmas.find(at);
    if (!vma) return -ENOMEM;
    const next = Math.min(vma.end, to);
    visit(vma, at, next);
    at = next;
  }
  return 0;
}
