/** One UFFDIO_COPY of several pages: page by page until one is in the way (FACTS U8). */
import { K } from '../../event/event.ts';
import { uffdCopy } from '../../mm/mfill.ts';
import type { Mm } from '../../mm/mm.ts';
import { COPY_NEXT } from './costs.ts';

/** Copies `n` pages of `version` from `first`; pages with a non-zero `stale` are older than what belongs there. Returns pages
 *  done: fewer than `n` when something is mapped at the next one, which an EEXIST event has told. Adds to `mm.spent`. */
export function copyRange(
  mm: Mm,
  first: number,
  n: number,
  version: Uint32Array,
  stale: Uint8Array | null,
  by: number,
  cause: number,
): number {
  const call = n > 1 ? mm.out.emit(K.COPY_RANGE, by, first, n, cause) : cause;
  const before = mm.spent;
  let done = 0;
  while (done < n) {
    const p = first + done;
    if (!uffdCopy(mm, p, version[p]!, stale !== null && stale[p] !== 0, by, call)) break;
    done++;
  }
  mm.spent = before + mm.sys.costs.uffdCopy + Math.max(0, done - 1) * COPY_NEXT;
  return done;
}
