/** Walking and changing VMAs by a call: mm/vma.c vma_modify_flags, mm/madvise.c madvise_walk_vmas (FACTS V6, V7, V9). */
import { PAGE_BYTES } from '../base/units.ts';
import { ENOMEM } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { VMA_CHANGES, type Vma, type VmaChange, vmaChange } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { khugepagedEnter } from './thp.ts';

/** A call's result: 0 or more, or a negative errno. */
export type Result = number;

/** The pages of [start, start + len) bytes, length rounded up; null with the errno when the arguments are wrong (V7). */
export function pageRange(start: number, len: number): { from: number; to: number } | null {
  if (start % PAGE_BYTES !== 0) return null;
  const from = start / PAGE_BYTES;
  return { from, to: from + Math.ceil(len / PAGE_BYTES) };
}

/** Visits the part of every VMA in [from, to). Holes are passed and give ENOMEM at the end; an error of a visit ends the walk. */
export function walkVmas(
  mm: Mm,
  from: number,
  to: number,
  visit: (vma: Vma, from: number, to: number) => Result,
): Result {
  let hole = false;
  let at = from;
  while (at < to) {
    const vma = mm.side.vmas.within(at, to)[0];
    if (!vma) return -ENOMEM;
    if (vma.start > at) hole = true;
    at = Math.min(vma.end, to);
    const error = visit(vma, Math.max(vma.start, from), at);
    if (error < 0) return error;
  }
  return hole ? -ENOMEM : 0;
}

/** Changes flags on [from, to) of one VMA: splits huge mappings at new boundaries, then the VMAs. Returns the event, or
 *  `cause` when nothing changes. */
export function modifyFlags(
  mm: Mm,
  vma: Vma,
  from: number,
  to: number,
  change: VmaChange,
  by: number,
  cause: number,
): number {
  const { set, clear } = VMA_CHANGES.find((c) => c.name === change)!;
  if (((vma.flags & ~clear) | set) === vma.flags) return cause;
  const before = { ...vma };
  splitAtEnds(mm, before, from, to, by, cause);
  const event = mm.out.emit(K.VMA_FLAGS, by, from, vmaChange(change, to - from), cause);
  enterIfMerged(mm, before, from, to);
  return event;
}

/** A VMA that grew by a merge may have become large enough for khugepaged (vma_merge_existing_range). `before` is the VMA
 *  whose part [from, to) was changed. */
export function enterIfMerged(mm: Mm, before: Vma, from: number, to: number): void {
  const after = mm.side.vmas.find(from);
  if (!after) return;
  const left = from === before.start && after.start < from;
  const right = to === before.end && after.end > to;
  if (left || right) khugepagedEnter(mm, after);
}

/** Boundaries at `from` and `to` that the VMA does not have yet split huge mappings across them (vma_adjust_trans_huge). */
export function splitAtEnds(mm: Mm, vma: Vma, from: number, to: number, by: number, cause: number): void {
  if (from > vma.start) mm.splitAtBoundary(from, by, cause);
  if (to < vma.end) mm.splitAtBoundary(to, by, cause);
}
