/** Page faults: mm/memory.c __handle_mm_fault and below, mm/huge_memory.c (FACTS F1-F3, F6-F11,
 *  F13). Left out: swap, NUMA, KSM, files other than shared memory (shmem). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import {
  GUARD_MARKER,
  isMarker,
  isNone,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  POISON_MARKER,
  PRESENT,
  UFFD_WP,
  WRITE,
  ZERO,
} from '../event/pageword.ts';
import {
  VM_READ,
  VM_SHARED,
  VM_UFFD,
  VM_UFFD_MISSING,
  VM_UFFD_WP,
  VM_WRITE,
  type Vma,
} from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { MAX_ORDER, MIN_ORDER } from './system.ts';
import { allowableOrders, allowsPmd, fits, khugepagedEnter, TVA_PAGEFAULT } from './thp.ts';

/** The page was there. */
export const HIT = 0;
/** The kernel mapped something. */
export const MAPPED = 1;
/** The toucher must sleep until somebody fills the hole or lifts the protection, and then touch again from the start: a wake
 *  without a page is a new message (F11). */
export const USERFAULT = 2;
/** The same for a write-protected page. */
export const USERFAULT_WP = 3;
export const FAULT_SIGBUS = 4;
export const FAULT_SIGSEGV = 5;
/** A poison marker: SIGBUS for a user, EHWPOISON for the kernel. */
export const FAULT_HWPOISON = 6;
export type Touch =
  | typeof HIT
  | typeof MAPPED
  | typeof USERFAULT
  | typeof USERFAULT_WP
  | typeof FAULT_SIGBUS
  | typeof FAULT_SIGSEGV
  | typeof FAULT_HWPOISON;

/** access_error: does the VMA forbid this access? */
export function forbids(vma: Vma | undefined, write: boolean): boolean {
  return !vma || !(vma.flags & (write ? VM_WRITE : VM_READ));
}

/** One access by a thread that may do anything: checks the VMA first. `user` is false for the kernel's own accesses. */
export function access(mm: Mm, page: number, write: boolean, by: number, cause: number, user = true): Touch {
  if (forbids(mm.side.vmas.find(page), write)) return FAULT_SIGSEGV;
  const touched = touch(mm, page, write, by, cause);
  if (touched !== USERFAULT && touched !== USERFAULT_WP) return touched;
  return mm.uffd?.refuses(user) ? FAULT_SIGBUS : touched;
}

/** One access to a page of guest memory, which its VMA allows. Emits what the kernel did and adds its cost to `mm.spent`. */
export function touch(mm: Mm, page: number, write: boolean, by: number, cause: number): Touch {
  const { words } = mm.side;
  let touched: Touch = HIT;
  // A fault may leave a write to fault again, as one that finds a uffd-wp marker does.
  for (;;) {
    const w = words[page]!;
    if (w & PRESENT && (!write || w & WRITE)) return touched;
    touched = handleMmFault(mm, page, write, by, cause);
    if (touched !== MAPPED) return touched;
    mm.minflt++;
  }
}

/** __handle_mm_fault: the region's entry is asked before the page's (F1). */
function handleMmFault(mm: Mm, page: number, write: boolean, by: number, cause: number): Touch {
  const vma = mm.side.vmas.find(page)!;
  if (vma.flags & VM_SHARED) return sharedPage(mm, vma, page, write, by, cause);
  const pmd = mm.side.pmd[page >>> PMD_ORDER]!;
  if (pmd === PMD_NONE) {
    if (allowsPmd(mm, vma, TVA_PAGEFAULT)) {
      const done = hugeAnonymousPage(mm, vma, page, write, by, cause);
      if (done !== null) return done;
    }
  } else if (pmd === PMD_HUGE || pmd === PMD_HUGE_ZERO) {
    const done = hugeWriteProtected(mm, vma, page, pmd, by, cause);
    if (done !== null) return done;
  }
  const w = mm.side.words[page]!;
  if (w & PRESENT) return wpPage(mm, vma, page, w, by, cause);
  const stop = markerFault(w);
  if (stop !== null) return stop;
  if (isMarker(w, UFFD_WP) && !(vma.flags & VM_UFFD_WP)) {
    mm.out.emit(K.MARKER_CLEAR, by, page, 1, cause);
    return MAPPED;
  }
  return anonymousPage(mm, vma, page, write, by, cause);
}

/** handle_pte_marker: markers that end the access; null for none of them. */
function markerFault(w: number): Touch | null {
  if (isMarker(w, POISON_MARKER)) return FAULT_HWPOISON;
  return isMarker(w, GUARD_MARKER) ? FAULT_SIGSEGV : null;
}

/** Faults in a shared mapping: do_fault, and do_wp_page as far as shared memory is concerned. */
function sharedPage(mm: Mm, vma: Vma, page: number, write: boolean, by: number, cause: number): Touch {
  // wp_huge_pmd: there is no copy-on-write to do, the PTEs shall say.
  if (mm.isHuge(page)) mm.out.emit(K.PMD_SPLIT, by, (page >>> PMD_ORDER) << PMD_ORDER, 0, cause);
  const w = mm.side.words[page]!;
  if (w & PRESENT) {
    if (w & UFFD_WP && vma.flags & VM_UFFD_WP) {
      if (!mm.uffd?.wpAsync) {
        mm.spent += mm.sys.costs.userfault;
        return USERFAULT_WP;
      }
      mm.out.emit(K.UFFD_WP_OFF, by, page, 1, cause);
    }
    mm.spent += mm.sys.costs.faultSmall;
    mm.out.emit(K.FILE_MKWRITE, by, page, 0, cause);
    return MAPPED;
  }
  const stop = markerFault(w);
  if (stop !== null) return stop;
  if (isMarker(w, UFFD_WP) && !(vma.flags & VM_UFFD_WP)) {
    mm.out.emit(K.MARKER_CLEAR, by, page, 1, cause);
    return MAPPED;
  }
  if (mm.fileOps?.fault(mm, vma, page, write, by, cause)) return MAPPED;
  mm.spent += mm.sys.costs.userfault;
  return USERFAULT;
}

/** do_huge_pmd_anonymous_page; null for VM_FAULT_FALLBACK (F2, for a read F3). */
function hugeAnonymousPage(
  mm: Mm,
  vma: Vma,
  page: number,
  write: boolean,
  by: number,
  cause: number,
): Touch | null {
  if (!fits(vma, page, PMD_ORDER)) return null;
  mm.prepareAnon(page, by, cause);
  khugepagedEnter(mm, vma); // F2 step 3
  const zero = !write && mm.sys.useZeroPage;
  if (!zero && !mm.sys.allocateLarge()) {
    mm.out.emit(K.THP_FALLBACK, by, page, 0, cause); // F2 step 5
    return null;
  }
  if (vma.flags & VM_UFFD_MISSING) {
    // The userfault test comes after the allocation, so a write pays for 2 MiB it does not get (F6, S0.8).
    if (!zero) {
      mm.sys.freeHuge++;
      mm.out.emit(K.THP_THROWN, by, page, 0, cause);
    }
    mm.spent += zero ? mm.sys.costs.userfault : mm.sys.costs.userfaultHugeWrite;
    return USERFAULT;
  }
  mm.spent += zero ? mm.sys.costs.faultHugeZero : mm.sys.costs.faultHuge;
  const done = mm.out.emit(zero ? K.FAULT_HUGE_ZERO : K.FAULT_HUGE, by, page, 0, cause);
  if (mm.onZeroFill) {
    const first = (page >>> PMD_ORDER) << PMD_ORDER;
    for (let p = first; p < first + PMD_PAGES; p++) mm.onZeroFill(p, done);
  }
  return MAPPED;
}

/** wp_huge_pmd: a write to a huge mapping that is read-only; null when it was split and the PTE has to say. Protected for
 *  userfaultfd it asks the owner unsplit, or with WP_ASYNC is split and resolved (F9). */
function hugeWriteProtected(
  mm: Mm,
  vma: Vma,
  page: number,
  pmd: number,
  by: number,
  cause: number,
): Touch | null {
  const armed = (mm.side.words[page]! & UFFD_WP) !== 0 && (vma.flags & VM_UFFD_WP) !== 0;
  if (armed && !mm.uffd?.wpAsync) {
    mm.spent += mm.sys.costs.userfault;
    return USERFAULT_WP;
  }
  if (!armed) {
    // A write to the zero page is a copy-on-write, never a missing fault, whatever is armed (F8, truth a13 d35).
    if (pmd === PMD_HUGE_ZERO && mm.sys.allocateLarge()) {
      mm.spent += mm.sys.costs.cowHuge;
      mm.out.emit(K.COW_HUGE, by, page, 0, cause);
      return MAPPED;
    }
    if (pmd === PMD_HUGE && (mm.isExclusive(page) || !mm.isShared(page))) {
      mm.spent += mm.sys.costs.faultReuse;
      mm.out.emit(K.COW_REUSE, by, page, 0, cause);
      return MAPPED;
    }
  }
  mm.out.emit(K.PMD_SPLIT, by, (page >>> PMD_ORDER) << PMD_ORDER, 0, cause);
  if (armed) mm.spent += mm.sys.costs.faultWpSplit;
  return null;
}

/** do_wp_page: a write to a present read-only PTE (F8, F9). */
function wpPage(mm: Mm, vma: Vma, page: number, w: number, by: number, cause: number): Touch {
  if (w & UFFD_WP && vma.flags & VM_UFFD_WP) {
    if (!mm.uffd?.wpAsync) {
      mm.spent += mm.sys.costs.userfault;
      return USERFAULT_WP;
    }
    mm.out.emit(K.UFFD_WP_OFF, by, page, 1, cause);
  }
  const reuse = !(w & ZERO) && mayReuse(mm, page);
  mm.spent += reuse ? mm.sys.costs.faultReuse : mm.sys.costs.faultSmall;
  if (w & ZERO) mm.out.emit(K.COW_SMALL, by, page, 0, cause);
  else mm.out.emit(reuse ? K.COW_REUSE : K.COW_COPY, by, page, 0, cause);
  return MAPPED;
}

/** wp_can_reuse_anon_folio: nobody else can see the write. */
function mayReuse(mm: Mm, page: number): boolean {
  const { folios } = mm;
  if (!folios || mm.isExclusive(page)) return true;
  const frame = mm.frame(page);
  return folios.orderAt(frame) > 0 ? !mm.isShared(page) : folios.mapcount[frame] === 1;
}

/** do_anonymous_page: a hole, or a hole with a uffd-wp marker (F7). */
function anonymousPage(mm: Mm, vma: Vma, page: number, write: boolean, by: number, cause: number): Touch {
  if (write) mm.prepareAnon(page, by, cause);
  if (vma.flags & VM_UFFD_MISSING) {
    // The page table was allocated on the way, and keeps huge pages out from now on.
    if (mm.side.pmd[page >>> PMD_ORDER] === PMD_NONE) mm.out.emit(K.PTE_ALLOC, by, page, 0, cause);
    mm.spent += mm.sys.costs.userfault;
    return USERFAULT;
  }
  const order = write ? folioOrder(mm, vma, page) : 0;
  mm.spent += write ? mm.sys.costs.faultSmall : mm.sys.costs.faultZero;
  const kind = write ? (order ? K.FAULT_MTHP : K.FAULT_SMALL) : K.FAULT_ZERO;
  const first = page & ~((1 << order) - 1);
  const done = mm.out.emit(kind, by, first, order, cause);
  if (mm.onZeroFill) for (let p = first; p < first + (1 << order); p++) mm.onZeroFill(p, done);
  return MAPPED;
}

/** alloc_anon_folio: the largest order that is allowed, fits, meets only empty PTEs and can be allocated; 0 in registered
 *  memory (F7). */
function folioOrder(mm: Mm, vma: Vma, page: number): number {
  if (vma.flags & VM_UFFD) return 0;
  const orders = allowableOrders(mm, vma, TVA_PAGEFAULT, (1 << MAX_ORDER) - 1);
  for (let order = MAX_ORDER - 1; order >= MIN_ORDER; order--)
    if (orders & (1 << order) && fits(vma, page, order) && isEmpty(mm, page, order) && mm.sys.allocateLarge())
      return order;
  return 0;
}

/** pte_range_none. */
function isEmpty(mm: Mm, page: number, order: number): boolean {
  const first = page & ~((1 << order) - 1);
  for (let p = first; p < first + (1 << order); p++) if (!isNone(mm.side.words[p]!)) return false;
  return true;
}
