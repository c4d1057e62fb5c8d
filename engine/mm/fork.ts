/** fork(2) and exit of the child: kernel/fork.c dup_mmap, mm/memory.c copy_page_range (FACTS U15, V13, K1, H15). */
import { K } from '../event/event.ts';
import { VM_DONTCOPY, VM_UFFD } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { notify } from './userfaultfd.ts';

/** Copies `parent` into the empty `child`. */
export function fork(parent: Mm, child: Mm, by: number, cause: number): void {
  const keeps = parent.uffd?.has('event_fork') ?? false;
  parent.out.emit(K.FORK, by, 0, keeps ? 1 : 0, cause);
  child.version.set(parent.version);
  for (let p = 0; p < child.pages; p++) if (child.side.words[p] === 0) child.version[p] = 0;
  child.thpDisable = parent.thpDisable;
  child.fileOps = parent.fileOps;
  child.uffd = keeps && parent.uffd ? parent.uffd.dup() : null;
  parent.peer = child;
  child.peer = parent;
  child.enlisted = parent.enlisted;
  if (keeps && parent.side.vmas.list.some((v) => v.flags & VM_UFFD && !(v.flags & VM_DONTCOPY)))
    notify(parent, 'event_fork', { event: 'fork' }, by, cause);
}

/** exit_mmap: everything goes; khugepaged forgets the process. */
export function exit(mm: Mm, by: number, cause: number): void {
  mm.out.emit(K.EXIT, by, 0, 0, cause);
  mm.version.fill(0);
  mm.enlisted = false;
  if (mm.peer) mm.peer.peer = null;
  mm.peer = null;
  mm.uffd = null;
}
