/** MADV_GUARD_INSTALL and MADV_GUARD_REMOVE: markers in page tables that end in SIGSEGV (mm/madvise.c; FACTS Z14). */
import { EINVAL } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { GUARD_MARKER, isMarker } from '../event/pageword.ts';
import { VM_LOCKED, VM_MAYBE_GUARD, type Vma } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { modifyFlags, type Result } from './vma.ts';
import { eachRegion, eachRun } from './walk.ts';
import { zapRange } from './zap.ts';

export function guardInstall(mm: Mm, vma: Vma, from: number, to: number, by: number, cause: number): Result {
  if (vma.flags & VM_LOCKED) return -EINVAL;
  // The whole VMA remembers that it may have guards; it is not split for them.
  if (!(vma.flags & VM_MAYBE_GUARD))
    modifyFlags(mm, vma, vma.start, vma.end, 'MADV_GUARD_INSTALL', by, cause);
  mm.prepareAnon(from, by, cause);
  zapRange(mm, from, to, { dropMarkers: false, reclaimTables: false }, by, cause);
  eachGuardRun(mm, from, to, false, (p, n) => mm.out.emit(K.GUARD, by, p, n, cause));
  return 0;
}

export function guardRemove(mm: Mm, from: number, to: number, by: number, cause: number): Result {
  eachGuardRun(mm, from, to, true, (p, n) => mm.out.emit(K.MARKER_CLEAR, by, p, n, cause));
  return 0;
}

/** Runs of pages that are (not) guards, none across a 2 MiB boundary. */
function eachGuardRun(
  mm: Mm,
  from: number,
  to: number,
  guards: boolean,
  visit: (page: number, n: number) => void,
): void {
  const fits = (w: number): number => (isMarker(w, GUARD_MARKER) === guards ? 1 : 0);
  eachRegion(from, to, (_region, a, b) => eachRun(mm.side.words, a, b, fits, (_kind, p, n) => visit(p, n)));
}
