/** madvise(2) and process_madvise(2): arguments, the walk over VMAs, and one function per advice (mm/madvise.c; FACTS V2, V3, V6,
 *  V7, Z1-Z3, Z9-Z11, Z14, S0.12). Migrations advise whole VMAs or ranges that are known to be good: they call
 *  `madviseHugepage`, `madviseNohugepage` and `madviseDontneed` directly. Left out: files other than memfd, swap, KSM's merging. */
import { EINVAL } from '../event/errno.ts';
import { K } from '../event/event.ts';
import {
  VM_HUGEPAGE,
  VM_LOCKED,
  VM_NOHUGEPAGE,
  VM_SHARED,
  type Vma,
  type VmaChange,
} from '../event/vmalist.ts';
import type { ChangeId } from './changes.ts';
import { madviseCollapse } from './collapse.ts';
import { madviseCold, madviseFree } from './free.ts';
import { guardInstall, guardRemove } from './guard.ts';
import type { Mm } from './mm.ts';
import { madvisePageout } from './pageout.ts';
import { populate } from './populate.ts';
import { punchHole } from './shmem.ts';
import { khugepagedEnter } from './thp.ts';
import { notifyRemove } from './userfaultfd.ts';
import { enterIfMerged, modifyFlags, pageRange, type Result, splitAtEnds, walkVmas } from './vma.ts';
import { ZAP_DONTNEED, zapRange } from './zap.ts';

/** Advices that only change flags, and the change each makes. */
const FLAG_ADVICES: Readonly<Record<string, VmaChange>> = {
  NORMAL: 'MADV_NORMAL',
  RANDOM: 'MADV_RANDOM',
  SEQUENTIAL: 'MADV_SEQUENTIAL',
  DONTFORK: 'MADV_DONTFORK',
  DOFORK: 'MADV_DOFORK',
  DONTDUMP: 'MADV_DONTDUMP',
  DODUMP: 'MADV_DODUMP',
  MERGEABLE: 'MADV_MERGEABLE',
  UNMERGEABLE: 'MADV_UNMERGEABLE',
  WIPEONFORK: 'MADV_WIPEONFORK',
  KEEPONFORK: 'MADV_KEEPONFORK',
  CLR_HUGEPAGE: 'MADV_CLR_HUGEPAGE',
};

/** Advices that 2017 did not have; CLR_HUGEPAGE is the other way round. */
const NEEDS: Readonly<Record<string, ChangeId>> = {
  COLLAPSE: 'madv-collapse',
  POPULATE_READ: 'madv-populate',
  POPULATE_WRITE: 'madv-populate',
  GUARD_INSTALL: 'guard-regions',
  GUARD_REMOVE: 'guard-regions',
  DONTNEED_LOCKED: 'dontneed-locked',
};

/** madvise of [start, start + len) bytes. Returns 0, a negative errno, or -ERESTARTSYS when the caller has to sleep in a
 *  userfault (`mm.blocked` says where); it then calls again from there. */
export function madvise(
  mm: Mm,
  start: number,
  len: number,
  advice: string,
  by: number,
  cause: number,
): Result {
  const needs = NEEDS[advice];
  if (needs && !mm.sys.rules.has(needs)) return -EINVAL;
  if (advice === 'CLR_HUGEPAGE' && mm.sys.rules.has('no-clr-hugepage')) return -EINVAL;
  const range = pageRange(start, len);
  if (!range) return -EINVAL;
  const { from, to } = range;
  if (from === to) return 0;
  mm.spent += mm.sys.costs.madviseFlags;
  if (advice === 'POPULATE_READ' || advice === 'POPULATE_WRITE')
    return populate(mm, from, to, advice === 'POPULATE_WRITE', by, cause);
  return walkVmas(mm, from, to, (vma, a, b) => visit(mm, vma, a, b, advice, by, cause));
}

function visit(
  mm: Mm,
  vma: Vma,
  from: number,
  to: number,
  advice: string,
  by: number,
  cause: number,
): Result {
  const change = FLAG_ADVICES[advice];
  if (change) {
    // vma_ksm_compatible: the advice is ignored.
    if (vma.flags & VM_SHARED && advice.endsWith('MERGEABLE')) return 0;
    if (advice === 'WIPEONFORK' && vma.flags & VM_SHARED) return -EINVAL;
    modifyFlags(mm, vma, from, to, change, by, cause);
    return 0;
  }
  switch (advice) {
    case 'HUGEPAGE':
      // Asked of the whole VMA as it will be (hugepage_madvise runs before the flags change).
      khugepagedEnter(mm, { ...vma, flags: (vma.flags & ~VM_NOHUGEPAGE) | VM_HUGEPAGE });
      if ((vma.flags & (VM_HUGEPAGE | VM_NOHUGEPAGE)) === VM_HUGEPAGE) return 0;
      splitAtEnds(mm, vma, from, to, by, cause);
      return flip(mm, vma, from, to, (p, n) => mm.out.emit(K.HUGEPAGE, by, p, n, cause));
    case 'NOHUGEPAGE':
      if ((vma.flags & (VM_HUGEPAGE | VM_NOHUGEPAGE)) === VM_NOHUGEPAGE) return 0;
      splitAtEnds(mm, vma, from, to, by, cause);
      return flip(mm, vma, from, to, (p, n) => madviseNohugepage(mm, p, n, by, cause));
    case 'DONTNEED':
    case 'DONTNEED_LOCKED':
      if (advice === 'DONTNEED' && vma.flags & VM_LOCKED) return -EINVAL;
      notifyRemove(mm, vma, from, to, by, cause);
      madviseDontneed(mm, from, to - from, by, cause);
      return 0;
    case 'FREE':
      if (vma.flags & VM_LOCKED) return -EINVAL;
      notifyRemove(mm, vma, from, to, by, cause);
      if (vma.flags & VM_SHARED) return -EINVAL;
      madviseFree(mm, from, to, by, cause);
      return 0;
    case 'COLD':
      if (vma.flags & VM_LOCKED) return -EINVAL;
      madviseCold(mm, from, to, by, cause);
      return 0;
    case 'PAGEOUT':
      if (vma.flags & VM_LOCKED) return -EINVAL;
      madvisePageout(mm, from, to, by, cause);
      return 0;
    case 'COLLAPSE':
      return madviseCollapse(mm, vma, from, to, by, cause);
    case 'GUARD_INSTALL':
      return guardInstall(mm, vma, from, to, by, cause);
    case 'GUARD_REMOVE':
      return guardRemove(mm, from, to, by, cause);
    case 'WILLNEED':
      return 0;
    case 'REMOVE':
      // It wants a file (Z10).
      if (vma.flags & VM_LOCKED || !(vma.flags & VM_SHARED)) return -EINVAL;
      notifyRemove(mm, vma, from, to, by, cause);
      punchHole(mm, vma, from, to, by, cause);
      return 0;
    default:
      return -EINVAL;
  }
}

function flip(mm: Mm, vma: Vma, from: number, to: number, change: (page: number, n: number) => void): Result {
  const before = { ...vma };
  change(from, to - from);
  enterIfMerged(mm, before, from, to);
  return 0;
}

/** Sets hg, clears nh on whole VMAs, and enlists the process with khugepaged (V2, K1). */
export function madviseHugepage(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.madviseFlags;
  const event = mm.out.emit(K.HUGEPAGE, by, page, n, cause);
  for (const vma of mm.side.vmas.within(page, page + n)) khugepagedEnter(mm, vma);
  return event;
}

/** Sets nh, clears hg; mapped huge pages stay (V3). */
export function madviseNohugepage(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.madviseFlags;
  return mm.out.emit(K.NOHUGEPAGE, by, page, n, cause);
}

/** Drops `n` pages (Z2, Z3). An emptied PTE table stays, except when one call covers the region (truth b06, b09). */
export function madviseDontneed(mm: Mm, page: number, n: number, by: number, cause: number): number {
  const call = mm.out.emit(K.DONTNEED, by, page, n, cause);
  mm.spent += Math.max(zapRange(mm, page, page + n, ZAP_DONTNEED, by, call), mm.sys.costs.dontneedHole);
  return call;
}

/** UIO_MAXIOV: ranges that one process_madvise takes. */
const MOST_RANGES = 1024;
/** Advices that process_madvise takes for another process. */
const REMOTE = ['COLD', 'PAGEOUT', 'WILLNEED', 'COLLAPSE'];

/** process_madvise over `count` ranges of `len` bytes, `stride` apart. Returns bytes advised, or a negative errno (S0.12). */
export function processMadvise(
  mm: Mm,
  range: { start: number; stride: number; len: number; count: number },
  advice: string,
  remote: boolean,
  by: number,
  cause: number,
): Result {
  const { start, stride, len, count } = range;
  if (count > MOST_RANGES || !mm.sys.rules.has('process-madvise-self')) return -EINVAL;
  if (remote && !REMOTE.includes(advice)) return -EINVAL;
  let done = 0;
  for (let i = 0; i < count; i++) {
    const result = madvise(mm, start + i * stride, len, advice, by, cause);
    if (result < 0) return done > 0 ? done : result;
    done += len;
  }
  return done;
}
