/** Dirty logging ends while the guest goes on (FACTS D10). */
import { K } from '../event/event.ts';
import type { Mm } from '../mm/mm.ts';
import { recoverHugePages } from './ept.ts';

/** Turns logging off. Today huge leaves are recovered in place; in 2017 KVM zapped the small ones, and later faults map 2 MiB. */
export function stopDirtyLog(mm: Mm, by: number, cause: number): void {
  recoverHugePages(mm, by, mm.out.emit(K.LOG_STOP, by, 0, mm.pages, cause));
}
