/** The change that registration makes, and nothing else (FACTS U4, U6). The ioctls with their checks are in userfaultfd. */
import { K } from '../event/event.ts';
import type { Mm } from './mm.ts';

/** Arms [page, page + n) for missing pages: a hole there asks userspace (U4). */
export function uffdRegister(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.uffdRegister;
  return mm.out.emit(K.REGISTER, by, page, n, cause);
}

/** Disarms (U6). */
export function uffdUnregister(mm: Mm, page: number, n: number, by: number, cause: number): number {
  mm.spent += mm.sys.costs.uffdUnregister;
  return mm.out.emit(K.UNREGISTER, by, page, n, cause);
}
