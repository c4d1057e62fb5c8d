/** userfaultfd: the context, its events, registration (fs/userfaultfd.c; FACTS U3, U4, U6, U7, U12, U15, Z11). What fills holes
 *  is in mfill. */
import { PAGE_BYTES, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { EINVAL } from '../event/errno.ts';
import { K, UFFD_EVENTS } from '../event/event.ts';
import { isNone, PMD_NONE, PMD_TABLE, PRESENT, UFFD_WP } from '../event/pageword.ts';
import {
  VM_SHARED,
  VM_UFFD,
  VM_UFFD_MISSING,
  VM_UFFD_WP,
  VM_WRITE,
  type Vma,
  type VmaChange,
  vmaChange,
} from '../event/vmalist.ts';
import type { Mm, UffdMessage } from './mm.ts';
import { mkwriteRange } from './mprotect.ts';
import { enterIfMerged, type Result, splitAtEnds } from './vma.ts';
import { eachRegion, eachRun } from './walk.ts';

export type UffdMode = 'missing' | 'wp' | 'missing+wp';

/** A non-empty range of whole pages; null is EINVAL (validate_range). */
export function validateRange(start: number, len: number): { from: number; to: number } | null {
  if (len <= 0 || start % PAGE_BYTES !== 0 || len % PAGE_BYTES !== 0) return null;
  return { from: start / PAGE_BYTES, to: (start + len) / PAGE_BYTES };
}

const MODES: Readonly<Record<UffdMode, { change: VmaChange; flags: number }>> = {
  missing: { change: 'register missing', flags: VM_UFFD_MISSING },
  wp: { change: 'register wp', flags: VM_UFFD_WP },
  'missing+wp': { change: 'register missing+wp', flags: VM_UFFD },
};

/** UFFDIO_REGISTER of [start, start + len) bytes (U3, U4). */
export function userfaultfdRegister(
  mm: Mm,
  start: number,
  len: number,
  mode: UffdMode,
  by: number,
  cause: number,
): Result {
  const range = validateRange(start, len);
  const { change, flags } = MODES[mode];
  if (!range || (flags & VM_UFFD_WP && !mm.sys.rules.has('uffd-wp'))) return -EINVAL;
  const vmas = mm.side.vmas.within(range.from, range.to);
  if (vmas.length === 0) return -EINVAL;
  for (const { start: s, end: e } of vmas.map((v) => ({ ...v }))) {
    const from = Math.max(s, range.from);
    const to = Math.min(e, range.to);
    const vma = { ...mm.side.vmas.find(from)! };
    // A VMA that has these modes, and maybe more, stays as it is.
    if ((vma.flags & flags) === flags) continue;
    splitAtEnds(mm, vma, from, to, by, cause);
    if (mode === 'missing') uffdRegister(mm, from, to - from, by, cause);
    else mm.out.emit(K.VMA_FLAGS, by, from, vmaChange(change, to - from), cause);
    enterIfMerged(mm, vma, from, to);
  }
  return 0;
}

/** Arms [page, page + n) for missing pages: a hole there asks userspace (U4). */
export function uffdRegister(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.uffdRegister;
  return mm.out.emit(K.REGISTER, by, page, n, cause);
}

/** UFFDIO_UNREGISTER: waiters for missing pages wake into plain faults, protection is lifted, then the flags go (U6). */
export function userfaultfdUnregister(mm: Mm, start: number, len: number, by: number, cause: number): Result {
  const range = validateRange(start, len);
  if (!range) return -EINVAL;
  const vmas = mm.side.vmas.within(range.from, range.to);
  if (vmas.length === 0) return -EINVAL;
  for (const v of vmas.map((one) => ({ ...one }))) {
    if (!(v.flags & VM_UFFD)) continue;
    const from = Math.max(v.start, range.from);
    const to = Math.min(v.end, range.to);
    if (v.flags & VM_UFFD_MISSING) mm.uffd?.wake(from, to);
    clearVma(mm, from, to, by, cause);
  }
  return 0;
}

/** Disarms (U6). */
export function uffdUnregister(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.uffdUnregister;
  return mm.out.emit(K.UNREGISTER, by, page, n, cause);
}

/** close(2) of the last descriptor: everything is unregistered, everybody wakes (U7). */
export function userfaultfdClose(mm: Mm, by: number, cause: number): void {
  const call = mm.out.emit(K.UFFD_CLOSE, by, 0, 0, cause);
  for (const v of mm.side.vmas.list.map((one) => ({ ...one })))
    if (v.flags & VM_UFFD) clearVma(mm, v.start, v.end, by, call);
  mm.uffd?.wake(0, mm.pages);
}

/** userfaultfd_clear_vma. */
function clearVma(mm: Mm, from: number, to: number, by: number, cause: number): void {
  const vma = { ...mm.side.vmas.find(from)! };
  if (vma.flags & VM_UFFD_WP) uffdWpRange(mm, vma, from, to, false, by, cause);
  splitAtEnds(mm, vma, from, to, by, cause);
  uffdUnregister(mm, from, to - from, by, cause);
  enterIfMerged(mm, vma, from, to);
}

/** Arms or disarms the pages of [from, to) of one VMA; holes get markers when the owner asked for it (uffd_wp_range, U12). */
export function uffdWpRange(
  mm: Mm,
  vma: Vma,
  from: number,
  to: number,
  on: boolean,
  by: number,
  cause: number,
): void {
  const { side, out } = mm;
  const shared = (vma.flags & VM_SHARED) !== 0;
  // What a file's page was protected against cannot be told from its page cache (userfaultfd_wp_use_markers).
  const markers = shared || (mm.uffd?.usesMarkers ?? false);
  eachRegion(from, to, (region, p, end) => {
    // pgtable_split_needed: markers live in page tables.
    if (mm.isHuge(p) && (end - p < PMD_PAGES || (shared && on)))
      out.emit(K.PMD_SPLIT, by, region << PMD_ORDER, 0, cause);
    if (side.pmd[region] !== PMD_NONE || (on && markers)) {
      const table = side.pmd[region] === PMD_TABLE || side.pmd[region] === PMD_NONE;
      eachRun(
        side.words,
        p,
        end,
        (w) => (on ? armKind(w, table && markers) : w & UFFD_WP ? K.UFFD_WP_OFF : 0),
        (kind, q, n) => out.emit(kind, by, q, n, cause),
      );
      if (!on && shared) out.emit(K.WRPROTECT, by, p, end - p, cause);
      else if (!on && vma.flags & VM_WRITE) mkwriteRange(mm, p, end, by, cause);
    }
  });
}

/** What protecting a page takes: nothing, the bit, or a marker. */
function armKind(w: number, markers: boolean): number {
  if (w & UFFD_WP) return 0;
  if (w & PRESENT) return K.UFFD_WP_ON;
  return markers && isNone(w) ? K.WP_MARK : 0;
}

/** userfaultfd_remove: the owner hears of pages about to be dropped, if it asked (Z11). */
export function notifyRemove(mm: Mm, vma: Vma, from: number, to: number, by: number, cause: number): void {
  if (vma.flags & VM_UFFD)
    notify(mm, 'event_remove', { event: 'remove', page: from, n: to - from }, by, cause);
}

/** Tells the owner, if it asked for `feature`. */
export function notify(mm: Mm, feature: string, message: UffdMessage, by: number, cause: number): void {
  if (!mm.uffd?.has(feature)) return;
  mm.uffd.messages.push(message);
  const page = message.event === 'fork' ? 0 : message.page;
  mm.out.emit(K.UFFD_EVENT, by, page, UFFD_EVENTS.indexOf(message.event), cause);
}
