/** mremap(2) that moves a range to a free place, with or without MREMAP_DONTUNMAP (mm/mremap.c; FACTS U15, V9). Left out:
 *  growing and shrinking, files. */
import { PAGE_BYTES, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { EFAULT, EINVAL } from '../event/errno.ts';
import { K, MMAP_APART } from '../event/event.ts';
import { isNone, PMD_NONE, PMD_TABLE, UFFD_WP } from '../event/pageword.ts';
import { VM_LOCKED, VM_UFFD, VM_UFFD_WP, type Vma, vmaChange } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { unmapRange } from './mmap.ts';
import { notify } from './userfaultfd.ts';
import type { Result } from './vma.ts';
import { eachRun } from './walk.ts';

/** Longest run that one PTE_MOVE tells. */
const RUN = 256;

export interface MremapHow {
  /** First page of the new place. */
  readonly to: number;
  readonly dontunmap: boolean;
}

export function mremap(
  mm: Mm,
  start: number,
  len: number,
  how: MremapHow,
  by: number,
  cause: number,
): Result {
  if (start % PAGE_BYTES !== 0 || len <= 0) return -EINVAL;
  const from = start / PAGE_BYTES;
  const n = Math.ceil(len / PAGE_BYTES);
  const vmas = mm.side.vmas.within(from, from + n).map((v) => ({ ...v }));
  const first = vmas[0];
  if (!first || first.start > from) return -EFAULT;
  // Registered VMAs move alone: their owner has to hear of each.
  for (const vma of vmas) {
    if (vma.flags & VM_UFFD && (vma !== first || vma.end < from + n)) return -EFAULT;
    const a = Math.max(from, vma.start);
    const b = Math.min(from + n, vma.end);
    moveVma(mm, vma, a, b - a, { ...how, to: how.to + a - from }, by, cause);
  }
  return 0;
}

/** move_vma: a new VMA that is a copy, the page tables moved, then the old range unmapped. */
function moveVma(mm: Mm, vma: Vma, from: number, n: number, how: MremapHow, by: number, cause: number): void {
  const { out } = mm;
  const { to } = how;
  const call = out.emit(K.MMAP, by, to, (n | MMAP_APART) >>> 0, cause);
  out.emit(K.VMA_COPY, by, to, from, call);
  // Without EVENT_REMAP the new place is not registered, and what was protected there is not any more (U15).
  const keeps = mm.uffd?.has('event_remap') ?? false;
  if (vma.flags & VM_UFFD && !keeps) out.emit(K.UNREGISTER, by, to, n, call);
  const wholeTables = keeps || !(vma.flags & VM_UFFD);
  movePageTables(mm, from, to, n, wholeTables, by, call);
  if (vma.flags & VM_UFFD_WP && !keeps)
    eachRun(
      mm.side.words,
      to,
      to + n,
      (w) => (w & UFFD_WP ? K.UFFD_WP_OFF : 0),
      (kind, p, run) => out.emit(kind, by, p, run, call),
    );
  if (vma.flags & VM_UFFD) notify(mm, 'event_remap', { event: 'remap', page: from, to, n }, by, call);
  if (!how.dontunmap) {
    unmapRange(mm, from, from + n, by, call);
    return;
  }
  // Not only the part that moved: the VMA is not split for it.
  if (vma.flags & VM_LOCKED)
    out.emit(K.VMA_FLAGS, by, vma.start, vmaChange('MREMAP_DONTUNMAP', vma.end - vma.start), call);
  if (from === vma.start && from + n === vma.end && vma.anon) out.emit(K.ANON_UNLINK, by, from, 0, call);
}

/** move_page_tables: whole regions by their PMD when both ends are aligned, else PTE by PTE after a split. Tables of memory that
 *  loses its registration go PTE by PTE too, and the old table stays (vma_has_uffd_without_event_remap). */
function movePageTables(
  mm: Mm,
  from: number,
  to: number,
  n: number,
  wholeTables: boolean,
  by: number,
  cause: number,
): void {
  const { out, side } = mm;
  for (let i = 0; i < n; ) {
    const old = from + i;
    const region = old >>> PMD_ORDER;
    const rest = Math.min(n - i, PMD_PAGES - (old % PMD_PAGES), PMD_PAGES - ((to + i) % PMD_PAGES));
    if (side.pmd[region] !== PMD_NONE) {
      if (rest === PMD_PAGES && (wholeTables || side.pmd[region] !== PMD_TABLE)) {
        moveVersions(mm, old, to + i, PMD_PAGES);
        out.emit(K.PMD_MOVE, by, to + i, old, cause);
      } else {
        if (side.pmd[region] !== PMD_TABLE) out.emit(K.PMD_SPLIT, by, region << PMD_ORDER, 0, cause);
        // A file's huge mapping is gone by the split.
        if (side.pmd[region] === PMD_NONE) {
          i += rest;
          continue;
        }
        if (side.pmd[(to + i) >>> PMD_ORDER] === PMD_NONE) out.emit(K.PTE_ALLOC, by, to + i, 0, cause);
        movePtes(mm, old, to + i, rest, by, cause);
      }
    }
    i += rest;
  }
}

/** Runs of entries that hold something. */
export function movePtes(mm: Mm, from: number, to: number, n: number, by: number, cause: number): void {
  const { words } = mm.side;
  for (let i = 0; i < n; ) {
    if (isNone(words[from + i]!)) {
      i++;
      continue;
    }
    const first = i;
    while (i < n && i - first < RUN && !isNone(words[from + i]!)) i++;
    moveVersions(mm, from + first, to + first, i - first);
    mm.out.emit(K.PTE_MOVE, by, to + first, ((from + first) | ((i - first - 1) << 24)) >>> 0, cause);
  }
}

export function moveVersions(mm: Mm, from: number, to: number, n: number): void {
  mm.version.copyWithin(to, from, from + n);
  mm.version.fill(0, from, from + n);
}
