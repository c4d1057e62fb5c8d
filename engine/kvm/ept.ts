/** The second-level table under dirty logging: leaves are 4 KB while it lasts, and come back huge behind it (arch/x86/kvm/mmu;
 *  FACTS D1-D4, D10). The host's own huge pages stay as they are. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { EPT, EPT_4K, EPT_WRITE, PMD_HUGE } from '../event/pageword.ts';
import type { Mm } from '../mm/mm.ts';

/** In the `arg` of EPT_SPLIT: the 4 KB leaves may be written as the huge one was. */
export const SPLIT_WRITABLE = 1;

/** The region from page `first` is mapped by one 2 MiB leaf. */
export function isHugeLeaf(words: Uint16Array, first: number): boolean {
  return (words[first]! & (EPT | EPT_4K)) === EPT;
}

/** kvm_mmu_try_split_huge_pages of [from, to): every 2 MiB leaf becomes 512, write-protected or `writable` as before (D1, D4).
 *  Returns what it took, ns. */
export function splitHugePages(
  mm: Mm,
  from: number,
  to: number,
  writable: boolean,
  by: number,
  cause: number,
): number {
  const { words } = mm.side;
  let took = 0;
  for (let first = from & ~(PMD_PAGES - 1); first < to; first += PMD_PAGES) {
    if (!isHugeLeaf(words, first)) continue;
    const keep = writable && words[first]! & EPT_WRITE ? SPLIT_WRITABLE : 0;
    mm.out.emit(K.EPT_SPLIT, by, first, keep, cause);
    took += mm.sys.costs.eptSplit;
  }
  return took;
}

/** kvm_mmu_slot_remove_write_access: leaves of [from, to) that can be written are protected, 2 MiB ones too: those are split by the
 *  first write to each (H23). Returns what it took, ns. */
export function protectLeaves(mm: Mm, from: number, to: number, by: number, cause: number): number {
  const { words } = mm.side;
  let leaves = 0;
  for (let first = from & ~(PMD_PAGES - 1); first < to; first += PMD_PAGES) {
    let writable = 0;
    for (let p = first; p < first + PMD_PAGES; p++) writable += (words[p]! & EPT_WRITE) >>> 15;
    if (writable === 0) continue;
    mm.out.emit(K.LOG_PROTECT, by, first, PMD_PAGES, cause);
    leaves += isHugeLeaf(words, first) ? 1 : writable;
  }
  return leaves * mm.sys.costs.protectPage;
}

/** Dirty logging ends while the guest goes on: huge leaves come back (kvm_mmu_slot_apply_flags; D10). Adds the cost to
 *  `mm.spent`. */
export function stopDirtyLog(mm: Mm, by: number, cause: number): void {
  recoverHugePages(mm, by, mm.out.emit(K.LOG_STOP, by, 0, mm.pages, cause));
}

/** Where the host's page is still huge, 4 KB leaves become one again: today in place, in 2017 they were zapped and later faults
 *  mapped 2 MiB (D10). */
function recoverHugePages(mm: Mm, by: number, cause: number): void {
  const { pmd, words } = mm.side;
  const inPlace = mm.sys.rules.has('ept-recover-in-place');
  for (let region = 0; region < mm.out.state.regions; region++) {
    const first = region << PMD_ORDER;
    if (pmd[region] !== PMD_HUGE || !hasSmallLeaf(words, first)) continue;
    if (inPlace) mm.out.emit(K.EPT_RECOVER, by, first, 0, cause);
    else mm.out.emit(K.EPT_ZAP, by, first, PMD_PAGES, cause);
    mm.spent += mm.sys.costs.eptSplit;
  }
}

function hasSmallLeaf(words: Uint16Array, first: number): boolean {
  for (let p = first; p < first + PMD_PAGES; p++)
    if ((words[p]! & (EPT | EPT_4K)) === (EPT | EPT_4K)) return true;
  return false;
}
