/** Soft-dirty bits in the manager's own page tables: "4" into clear_refs walks every entry, clears the bits and protects the pages;
 *  pagemap is read, eight bytes a page, to see them. A huge mapping has one bit for its 512 pages, so that one write makes all of
 *  them dirty (fs/proc/task_mmu.c; FACTS C1-C4, H21). KVM hears of the walk through its MMU notifier and drops the whole EPT, so
 *  that vCPUs fault on each leaf again. Left out: between the reading and the clearing a write would be missed, so whoever does
 *  this stops the process for both walks (C6); the time is the manager's here, and vCPUs go on. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { EPT, LOGGED, PMD_HUGE, PMD_NONE, PMD_TABLE } from '../event/pageword.ts';
import type { Mm } from '../mm/mm.ts';
import { type DirtyTracker, Ledger, type TrackerKind, type TrackerNeeds } from './tracker.ts';

/** Walks that tracking by page tables does, and what one region costs in each: with a huge mapping, with a table. */
export function walkCost(mm: Mm, huge: number, table: number): number {
  const { pmd } = mm.side;
  let ns = 0;
  for (let region = 0; region < mm.out.state.regions; region++) {
    const entry = pmd[region];
    if (entry === PMD_TABLE) ns += table;
    else if (entry !== PMD_NONE) ns += huge;
  }
  return ns;
}

/** mmu_notifier_invalidate_range_start of everything: KVM zaps what EPT maps (Z12). */
export function zapEpt(mm: Mm, by: number, cause: number): void {
  const { words } = mm.side;
  for (let p = 0; p < mm.pages; p += PMD_PAGES) {
    let any = 0;
    for (let q = p; q < p + PMD_PAGES; q++) any |= words[q]!;
    if (!(any & EPT)) continue;
    mm.out.emit(K.EPT_ZAP, by, 0, mm.pages, cause);
    return;
  }
}

/** A write found the page's soft-dirty bit clear: it is set, for a huge mapping for all of its pages (C1, C4, C3). */
export function setSoftDirty(mm: Mm, page: number, by: number): void {
  const huge = mm.side.pmd[page >>> PMD_ORDER] === PMD_HUGE;
  mm.out.emit(K.SOFT_DIRTY, by, huge ? page & ~(PMD_PAGES - 1) : page, huge ? PMD_PAGES : 1, NO_CAUSE);
}

export class SoftDirty implements DirtyTracker {
  readonly kind: TrackerKind = 'soft-dirty';
  readonly ledger = new Ledger();
  isOn = false;
  private readonly mm: Mm;

  constructor({ mm }: TrackerNeeds) {
    this.mm = mm;
  }

  /** Everything is new, so everything counts as dirty (C3); then the bits are cleared for the first time. */
  start(by: number): void {
    this.isOn = true;
    this.clearRefs(by, this.mm.out.emit(K.TRACK_START, by, 0, this.mm.pages, NO_CAUSE));
  }

  write(page: number, _cpu: number, by: number): void {
    if (!this.isOn || this.mm.side.words[page]! & LOGGED) return;
    setSoftDirty(this.mm, page, by);
  }

  sync(by: number): number {
    const { mm, ledger } = this;
    const { costs } = mm.sys;
    const before = mm.out.state.toSend;
    const read = mm.out.emit(K.PAGEMAP_READ, by, 0, mm.pages, NO_CAUSE);
    const took = walkCost(mm, costs.pagemapHuge, costs.pagemapTable);
    ledger.harvest += took;
    mm.spent += took;
    this.clearRefs(by, read);
    return mm.out.state.toSend - before;
  }

  beforeSend(_page: number, _by: number): void {}

  stop(by: number, cause: number): void {
    if (!this.isOn) return;
    this.isOn = false;
    this.mm.out.emit(K.LOG_STOP, by, 0, this.mm.pages, cause);
  }

  /** clear_refs_write. */
  private clearRefs(by: number, cause: number): void {
    const { mm, ledger } = this;
    const { costs } = mm.sys;
    zapEpt(mm, by, mm.out.emit(K.SOFT_CLEAR, by, 0, mm.pages, cause));
    const took = walkCost(mm, costs.softClearHuge, costs.softClearTable);
    ledger.walk += took;
    ledger.flush += costs.tlbFlush;
    mm.spent += took + costs.tlbFlush;
  }
}
