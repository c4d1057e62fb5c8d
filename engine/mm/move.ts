/** UFFDIO_MOVE: pages change their place without a copy (mm/userfaultfd.c move_pages; FACTS U14). */
import { PAGE_BYTES, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { EAGAIN, EBUSY, EEXIST, EFAULT, EINVAL, ENOENT } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { isNone, PIECE, PMD_HUGE, PMD_NONE, PRESENT, UFFD_WP, ZERO } from '../event/pageword.ts';
import { VM_LOCKED, VM_READ, VM_SHARED, VM_UFFD, VM_WRITE, type Vma } from '../event/vmalist.ts';
import { splitFolio } from './deferred.ts';
import type { Filled } from './mfill.ts';
import type { Mm } from './mm.ts';
import { movePtes, moveVersions } from './mremap.ts';
import { validateRange } from './userfaultfd.ts';

export interface MoveHow {
  readonly dst: number;
  readonly src: number;
  readonly len: number;
  /** UFFDIO_MOVE_MODE_ALLOW_SRC_HOLES. */
  readonly holes: boolean;
  readonly dontwake: boolean;
}

export function uffdioMove(mm: Mm, how: MoveHow, by: number, cause: number): Filled {
  const dst = validateRange(how.dst, how.len);
  const src = validateRange(how.src, how.len);
  if (!dst || !src || !mm.sys.rules.has('uffd-move')) return { ret: -EINVAL, done: 0 };
  const n = dst.to - dst.from;
  if (!mm.isFile(dst.from)) mm.prepareAnon(dst.from, by, cause);
  const error = validateMoveAreas(mm, src.from, dst.from, n);
  if (error) return { ret: -error, done: -error };
  let moved = 0;
  let failed = 0;
  while (moved < n) {
    const step = moveStep(mm, src.from + moved, dst.from + moved, n - moved, how.holes, by, cause);
    if (step < 0) {
      failed = -step;
      break;
    }
    moved += step;
  }
  if (moved === 0) return { ret: -failed, done: -failed };
  if (!how.dontwake) mm.uffd?.wake(dst.from, dst.from + moved);
  return { ret: moved === n ? 0 : -EAGAIN, done: moved * PAGE_BYTES };
}

/** Both ranges within one anonymous VMA each, of the same protection, the destination registered. 0 or an errno. */
function validateMoveAreas(mm: Mm, src: number, dst: number, n: number): number {
  const from = mm.side.vmas.find(src);
  const to = mm.side.vmas.find(dst);
  if (!from || !to) return ENOENT;
  if (from.end < src + n || to.end < dst + n) return EINVAL;
  const both = (flag: number, a: Vma, b: Vma) => ((a.flags ^ b.flags) & flag) === 0;
  if (!both(VM_READ | VM_WRITE | VM_LOCKED, from, to) || !(from.flags & VM_WRITE)) return EINVAL;
  if ((from.flags | to.flags) & VM_SHARED || !(to.flags & VM_UFFD)) return EINVAL;
  return 0;
}

/** Moves what starts at `src`: a whole huge page, or one page. Returns pages moved, or a negative errno. */
function moveStep(
  mm: Mm,
  src: number,
  dst: number,
  left: number,
  holes: boolean,
  by: number,
  cause: number,
): number {
  const { side, out } = mm;
  if (mm.isHuge(dst)) return -EEXIST;
  if (mm.isHuge(src)) {
    const aligned = src % PMD_PAGES === 0 && dst % PMD_PAGES === 0 && left >= PMD_PAGES;
    const real = side.pmd[src >>> PMD_ORDER] === PMD_HUGE;
    if (real && !mm.isExclusive(src)) return -EBUSY;
    if (aligned && side.pmd[dst >>> PMD_ORDER] === PMD_NONE) {
      moveVersions(mm, src, dst, PMD_PAGES);
      out.emit(K.PMD_MOVE, by, dst, src, cause);
      settle(mm, dst, PMD_PAGES, by, cause);
      return PMD_PAGES;
    }
    out.emit(K.PMD_SPLIT, by, (src >>> PMD_ORDER) << PMD_ORDER, 0, cause);
  }
  if (side.pmd[src >>> PMD_ORDER] === PMD_NONE) {
    if (!holes) return -ENOENT;
    out.emit(K.PTE_ALLOC, by, src, 0, cause);
  }
  if (side.pmd[dst >>> PMD_ORDER] === PMD_NONE) out.emit(K.PTE_ALLOC, by, dst, 0, cause);
  if (!isNone(side.words[dst]!)) return -EEXIST;
  let w = side.words[src]!;
  if (isNone(w)) return holes ? 1 : -ENOENT;
  if (!(w & PRESENT)) return -EFAULT;
  if (!(w & ZERO)) {
    if (!mm.isExclusive(src)) return -EBUSY;
    if (w & PIECE) splitFolio(mm, src, by, cause);
    w = side.words[src]!;
  }
  movePtes(mm, src, dst, 1, by, cause);
  settle(mm, dst, 1, by, cause);
  return 1;
}

/** What arrives is writable, and no protection comes along. */
function settle(mm: Mm, page: number, n: number, by: number, cause: number): void {
  const w = mm.side.words[page]!;
  if (w & UFFD_WP) mm.out.emit(K.UFFD_WP_OFF, by, page, n, cause);
  if (!(w & ZERO) && (mm.side.vmas.flagsAt(page) & VM_WRITE) !== 0)
    mm.out.emit(K.MKWRITE, by, page, n, cause);
}
