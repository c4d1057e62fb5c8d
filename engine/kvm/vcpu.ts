/** A vCPU's access to guest memory through EPT: violation, split of a huge leaf that is logged, the fix of a protected one
 *  (arch/x86/kvm/mmu/mmu.c direct_page_fault, fast_page_fault; FACTS D1-D3, D13, F15). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { EPT, EPT_4K, EPT_WRITE, HOST_SRC, PMD_HUGE, WRITE } from '../event/pageword.ts';
import { touch, USERFAULT } from '../mm/fault.ts';
import type { Mm } from '../mm/mm.ts';

/** How EPT_MAP maps: a 4 KB leaf, read-only or not, or a 2 MiB one, writable or not. */
const SMALL_READ = 0;
const SMALL_WRITE = 1;
const HUGE_WRITE = 2;
const HUGE_READ = 3;

/** Makes `page` accessible to the vCPU. False when it hit an armed hole and must sleep; `mm.spent` has the cost either way. A
 *  write to a 4 KB leaf that logging protects is left to the tracker, which fixes it. */
export function eptAccess(mm: Mm, page: number, write: boolean, by: number): boolean {
  const { words, pmd } = mm.side;
  let w = words[page]!;
  if (w & EPT && (!write || w & EPT_WRITE)) return true;
  const logged = mm.host === HOST_SRC && mm.out.state.dirtyLog === 1;
  if (w & EPT && w & WRITE) {
    if (w & EPT_4K) {
      if (logged) return true;
      mm.out.emit(K.EPT_MAP, by, page, SMALL_WRITE, NO_CAUSE);
      mm.spent += mm.sys.costs.eptFix;
      return true;
    }
    if (logged) splitAtWrite(mm, page, by);
  }
  if (touch(mm, page, write, by, NO_CAUSE) === USERFAULT) return false;
  w = words[page]!;
  // D2: 2 MiB only where the host is huge and nothing is logged.
  const huge = pmd[page >>> PMD_ORDER] === PMD_HUGE && !logged;
  const how = w & WRITE ? (huge ? HUGE_WRITE : SMALL_WRITE) : huge ? HUGE_READ : SMALL_READ;
  mm.out.emit(K.EPT_MAP, by, page, how, NO_CAUSE);
  mm.spent += mm.sys.costs.eptFault;
  return true;
}

/** A write to a protected 2 MiB leaf takes the slow path, which maps 4 KB in its place: today it is split, in 2017 it was zapped,
 *  so that its other pages fault again as well (D3, H23). */
function splitAtWrite(mm: Mm, page: number, by: number): void {
  const first = page & ~(PMD_PAGES - 1);
  if (mm.sys.rules.has('ept-eager-split')) {
    mm.out.emit(K.EPT_SPLIT, by, first, 0, NO_CAUSE);
    mm.spent += mm.sys.costs.eptSplit;
  } else mm.out.emit(K.EPT_ZAP, by, first, PMD_PAGES, NO_CAUSE);
}

/** `page` is dirty from now on and its leaf writable; a protected one is fixed without a lock (D3). `how` says who found out. */
export function logDirty(mm: Mm, page: number, how: number, by: number): void {
  if (!(mm.side.words[page]! & EPT_WRITE)) mm.spent += mm.sys.costs.eptFix;
  mm.out.emit(K.LOG_DIRTY, by, page, how, NO_CAUSE);
}
