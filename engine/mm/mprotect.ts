/** mprotect(2): protection of VMAs and of what they map (mm/mprotect.c; FACTS V6, V9). Left out: keys, files. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { EINVAL, ERESTARTSYS } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { PMD_NONE, PRESENT, UFFD_WP, WRITE, ZERO } from '../event/pageword.ts';
import {
  VM_ACCOUNT,
  VM_LOCKED,
  VM_NORESERVE,
  VM_READ,
  VM_SHARED,
  VM_UFFD_WP,
  VM_WRITE,
  type Vma,
  type VmaChange,
} from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { populateLocked, walkWhole } from './populate.ts';
import { modifyFlags, pageRange, type Result } from './vma.ts';
import { eachRegion } from './walk.ts';

export type Prot = 'rw' | 'r' | 'none';

export function mprotect(mm: Mm, start: number, len: number, prot: Prot, by: number, cause: number): Result {
  const range = pageRange(start, len);
  if (!range) return -EINVAL;
  return walkWhole(mm, range.from, range.to, (vma, from, to) =>
    fixup(mm, { ...vma }, from, to, prot, by, cause),
  );
}

/** mprotect_fixup: the VMA's flags, then its page tables. */
function fixup(mm: Mm, vma: Vma, from: number, to: number, prot: Prot, by: number, cause: number): void {
  const before = vma.flags;
  const access = prot === 'rw' ? VM_READ | VM_WRITE : prot === 'r' ? VM_READ : 0;
  if ((before & (VM_READ | VM_WRITE)) === access) return;
  modifyFlags(mm, vma, from, to, changeFor(vma, prot), by, cause);
  const after = mm.side.vmas.flagsAt(from);
  if (after === before) return;
  changeProtection(mm, from, to, (after & VM_WRITE) !== 0, by, cause);
  if (before & VM_LOCKED && after & VM_WRITE && !(before & VM_WRITE)) {
    const populated = populateLocked(mm, from, to, by, cause);
    if (populated === -ERESTARTSYS) return;
  }
}

/** Which flags: writable private memory is charged when it becomes so, and given back if it never had a page. */
function changeFor(vma: Vma, prot: Prot): VmaChange {
  if (prot === 'rw')
    return vma.flags & (VM_ACCOUNT | VM_WRITE | VM_SHARED | VM_NORESERVE)
      ? 'mprotect rw, not accounted'
      : 'mprotect rw';
  const uncharged = vma.flags & VM_ACCOUNT && vma.anon === 0;
  if (prot === 'r') return uncharged ? 'mprotect r, uncharged' : 'mprotect r';
  return uncharged ? 'mprotect none, uncharged' : 'mprotect none';
}

/** change_protection: a huge page covered in part is split; write permission goes, or comes back where no fault is needed. */
function changeProtection(
  mm: Mm,
  from: number,
  to: number,
  writable: boolean,
  by: number,
  cause: number,
): void {
  eachRegion(from, to, (region, p, end) => {
    if (mm.side.pmd[region] === PMD_NONE) return;
    if (mm.isHuge(p) && end - p < PMD_PAGES) mm.out.emit(K.PMD_SPLIT, by, region << PMD_ORDER, 0, cause);
    // A shared mapping under uffd-wp gets write permission by faults only (vma_wants_writenotify).
    const notified = (mm.side.vmas.flagsAt(p) & (VM_SHARED | VM_UFFD_WP)) === (VM_SHARED | VM_UFFD_WP);
    if (writable && !notified) mkwriteRange(mm, p, end, by, cause);
    else mm.out.emit(K.WRPROTECT, by, p, end - p, cause);
  });
}

/** can_change_private_pte_writable: exclusive pages of [from, to) that nothing else protects become writable at once. */
export function mkwriteRange(mm: Mm, from: number, to: number, by: number, cause: number): void {
  const { words } = mm.side;
  const shared = mm.isFile(from);
  const ready = (p: number): boolean => {
    const w = words[p]!;
    return (w & (PRESENT | ZERO | WRITE | UFFD_WP)) === PRESENT && (shared || mm.isExclusive(p));
  };
  for (let p = from; p < to; ) {
    const first = p++;
    if (!ready(first)) continue;
    while (p < to && ready(p)) p++;
    mm.out.emit(K.MKWRITE, by, first, p - first, cause);
  }
}
