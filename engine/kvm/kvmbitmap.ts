/** KVM's dirty bitmap with auto-protect: 4 KB leaves are write-protected, the first write to each faults and sets a bit, and
 *  KVM_GET_DIRTY_LOG hands out the bits and protects their pages again in one go, so that what is written before it is sent
 *  counts twice (virt/kvm/kvm_main.c, arch/x86/kvm/mmu; FACTS D1-D5, D11). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { LOGGED } from '../event/pageword.ts';
import type { Mm } from '../mm/mm.ts';
import { protectLeaves, splitHugePages, stopDirtyLog } from './ept.ts';
import { countLogged, type DirtyTracker, Ledger, type TrackerKind, type TrackerNeeds } from './tracker.ts';
import { logDirty } from './vcpu.ts';

/** In the `arg` of LOG_DIRTY: who found the page dirty. */
export const BY_FAULT = 1;
export const BY_PML = 2;
export const BY_RING = 3;

export class KvmBitmap implements DirtyTracker {
  readonly kind: TrackerKind = 'kvm-bitmap';
  readonly ledger = new Ledger();
  isOn = false;
  protected readonly mm: Mm;
  protected readonly eagerSplit: boolean;

  constructor({ mm, eagerSplit }: TrackerNeeds) {
    this.mm = mm;
    this.eagerSplit = eagerSplit;
  }

  start(by: number): void {
    this.isOn = true;
    this.protectAll(by, this.mm.out.emit(K.LOG_START, by, 0, this.mm.pages, NO_CAUSE));
  }

  /** Nothing can be written unseen: huge leaves are split into protected small ones, or protected as they are and split by the
   *  first write (D1, D4). */
  protected protectAll(by: number, cause: number): void {
    const { mm, ledger } = this;
    if (this.eagerSplit) ledger.split += this.spend(splitHugePages(mm, 0, mm.pages, false, by, cause));
    ledger.protect += this.spend(protectLeaves(mm, 0, mm.pages, by, cause));
  }

  write(page: number, _cpu: number, by: number): void {
    if (!this.isOn || this.mm.side.words[page]! & LOGGED) return;
    logDirty(this.mm, page, BY_FAULT, by);
  }

  sync(by: number): number {
    const { mm, ledger } = this;
    const { words } = mm.side;
    const { state } = mm.out;
    const before = state.toSend;
    const logged = countLogged(mm);
    const sync = mm.out.emit(K.SYNC, by, 0, logged, NO_CAUSE);
    for (let region = 0; region < state.regions; region++) {
      const first = region << PMD_ORDER;
      if (isAnyLogged(words, first)) mm.out.emit(this.harvestKind, by, first, PMD_PAGES, sync);
    }
    ledger.harvest += this.spend(mm.sys.costs.syncRegion * state.regions);
    ledger.protect += this.spend(mm.sys.costs.protectPage * logged);
    if (logged > 0) ledger.flush += this.spend(mm.sys.costs.tlbFlush);
    return state.toSend - before;
  }

  /** How bits of a region leave. */
  protected get harvestKind(): number {
    return K.LOG_HARVEST;
  }

  beforeSend(_page: number, _by: number): void {}

  stop(by: number, cause: number): void {
    if (!this.isOn) return;
    this.isOn = false;
    stopDirtyLog(this.mm, by, cause);
  }

  /** The manager's call took `ns`; returns them. */
  protected spend(ns: number): number {
    this.mm.spent += ns;
    return ns;
  }
}

/** A page of the region from page `first` was written since the last harvest. */
export function isAnyLogged(words: Uint16Array, first: number): boolean {
  let any = 0;
  for (let p = first; p < first + PMD_PAGES; p++) any |= words[p]!;
  return (any & LOGGED) !== 0;
}
