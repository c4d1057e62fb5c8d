/** Soft-dirty bits: how CRIU learns what a process wrote between two dumps (FACTS C1-C4). A bit stands in a page table entry, so
 *  that one write to a huge mapping dirties 512 pages (H21). The process is frozen for both walks, so no write is missed.
 *  Left out: PAGEMAP_SCAN, by which CRIU of today reads the same bits (C5). */
import { PMD_PAGES } from '../../base/units.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC, LOGGED, PMD_NONE } from '../../event/pageword.ts';
import { setSoftDirty } from '../../kvm/softdirty.ts';
import { touch, USERFAULT } from '../../mm/fault.ts';
import type { Mm } from '../../mm/mm.ts';
import { eachRegion } from '../../mm/walk.ts';
import { CALL } from './costs.ts';

/** A walk over page tables, ns: `huge` for a huge mapping, `table` for 512 entries, nothing where there is no table. */
function walkTime(mm: Mm, from: number, to: number, huge: number, table: number): number {
  let time = CALL;
  eachRegion(from, to, (region, first, end) => {
    if (mm.isHuge(first)) time += huge;
    else if (mm.side.pmd[region] !== PMD_NONE) time += Math.round((table * (end - first)) / PMD_PAGES);
  });
  return time;
}

/** Reads pagemap of [page, page + n), eight bytes a page (C2): what is soft-dirty is to be dumped (TO_SEND). */
export function readPagemap(mm: Mm, page: number, n: number, by: number): number {
  const { pagemapHuge, pagemapTable } = mm.sys.costs;
  mm.spent += walkTime(mm, page, page + n, pagemapHuge, pagemapTable);
  return mm.out.emit(K.PAGEMAP_READ, by, page, n, NO_CAUSE);
}

/** "4" to clear_refs: all bits are cleared and all pages write-protected, however few were written (C1). */
export function clearSoftDirty(mm: Mm, by: number): void {
  const { softClearHuge, softClearTable, tlbFlush } = mm.sys.costs;
  mm.spent += walkTime(mm, 0, mm.pages, softClearHuge, softClearTable) + tlbFlush;
  mm.out.emit(K.SOFT_CLEAR, by, 0, mm.pages, NO_CAUSE);
}

/** One access of a thread: no EPT, its own page table alone. False when it must sleep in a userfault. The first write after
 *  the bits were cleared faults and sets them (C1, C3). */
export function threadAccess(mm: Mm, page: number, write: boolean, by: number): boolean {
  if (touch(mm, page, write, by, NO_CAUSE) === USERFAULT) return false;
  const tracks = write && mm.host === HOST_SRC && mm.out.state.counts[K.SOFT_CLEAR]! > 0;
  if (tracks && !(mm.side.words[page]! & LOGGED)) setSoftDirty(mm, page, by);
  return true;
}
