/** mmap(2) and munmap(2) of anonymous and shared memory (mm/vma.c; FACTS V6, V8, V9). Left out: other files, MAP_FIXED over something. */
import { PAGE_BYTES } from '../base/units.ts';
import { EINVAL } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { VM_UFFD, type VmaChange, vmaChange } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { SHMEM_OPS } from './shmem.ts';
import { notify } from './userfaultfd.ts';
import { type Result, splitAtEnds } from './vma.ts';
import { ZAP_UNMAP, zapRange } from './zap.ts';

export interface MmapHow {
  readonly prot: 'rw' | 'ro' | 'none';
  readonly noreserve: boolean;
  /** `shared` is anonymous; `memfd` looks the same once it is mapped. */
  readonly backing?: 'private' | 'shared' | 'memfd';
}

/** Maps `n` pages at `page`, where nothing is. */
export function mmap(mm: Mm, page: number, n: number, how: MmapHow, by: number, cause: number): Result {
  const shared = how.backing !== undefined && how.backing !== 'private';
  if (shared) {
    mm.sys.shmem ??= new Map();
    mm.fileOps = SHMEM_OPS;
  }
  const call = mm.out.emit(shared ? K.MMAP_SHARED : K.MMAP, by, page, n, cause);
  const changes: VmaChange[] = [];
  if (how.noreserve) changes.push('MAP_NORESERVE');
  if (how.prot !== 'rw') changes.push(how.prot === 'ro' ? 'PROT_READ' : 'PROT_NONE');
  // 2014-2017 the prctl wrote nh into what was mapped after it (V12).
  for (const change of changes) mm.out.emit(K.VMA_FLAGS, by, page, vmaChange(change, n), call);
  if (mm.thpDisable !== 'off' && !mm.sys.rules.has('thp-disable-per-mm'))
    mm.out.emit(K.NOHUGEPAGE, by, page, n, call);
  return 0;
}

/** Unmaps whatever is mapped in [start, start + len) bytes; the owner of a userfaultfd hears of it afterwards if it asked. */
export function munmap(mm: Mm, start: number, len: number, by: number, cause: number): Result {
  if (start % PAGE_BYTES !== 0 || len <= 0) return -EINVAL;
  const from = start / PAGE_BYTES;
  unmapRange(mm, from, from + Math.ceil(len / PAGE_BYTES), by, cause);
  return 0;
}

/** do_vmi_munmap of [from, to). */
export function unmapRange(mm: Mm, from: number, to: number, by: number, cause: number): void {
  const vmas = mm.side.vmas.within(from, to).map((v) => ({ ...v }));
  if (vmas.length === 0) return;
  for (const vma of vmas) {
    const a = Math.max(from, vma.start);
    const b = Math.min(to, vma.end);
    splitAtEnds(mm, vma, a, b, by, cause);
    zapRange(mm, a, b, ZAP_UNMAP, by, cause);
  }
  mm.out.emit(K.MUNMAP, by, from, to - from, cause);
  // One message, about the whole range.
  if (vmas.some((v) => v.flags & VM_UFFD))
    notify(mm, 'event_unmap', { event: 'unmap', page: from, n: to - from }, by, cause);
}
