/** A vCPU's access to guest memory through EPT: violation, dirty logging, the write itself (FACTS D1-D3, D13, F15). */
import { PMD_ORDER } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { EPT, EPT_4K, EPT_WRITE, PMD_HUGE, WRITE } from '../event/pageword.ts';
import { touch, USERFAULT } from '../mm/fault.ts';
import type { Mm } from '../mm/mm.ts';

/** Makes `page` accessible to the vCPU. False when it hit an armed hole and must sleep; `mm.spent` has the cost either way. */
export function eptAccess(mm: Mm, page: number, write: boolean, by: number): boolean {
  const { words, pmd } = mm.side;
  let w = words[page] as number;
  if (w & EPT && (!write || w & EPT_WRITE)) return true;
  if (w & EPT && w & EPT_4K && w & WRITE) {
    // D3: a write-protected leaf is fixed without a lock, and its page is dirty from now on.
    mm.out.emit(mm.out.state.dirtyLog && mm.host === 0 ? K.LOG_DIRTY : K.EPT_MAP, by, page, 1, NO_CAUSE);
    mm.spent += mm.sys.costs.eptFix;
    return true;
  }
  if (touch(mm, page, write, by, NO_CAUSE) === USERFAULT) return false;
  w = words[page] as number;
  // D2: 2 MiB only where the host is huge and nothing is logged.
  const huge = pmd[page >>> PMD_ORDER] === PMD_HUGE && !(mm.host === 0 && mm.out.state.dirtyLog);
  mm.out.emit(K.EPT_MAP, by, page, huge ? 2 : w & WRITE ? 1 : 0, NO_CAUSE);
  mm.spent += mm.sys.costs.eptFault;
  return true;
}
