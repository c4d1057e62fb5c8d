/** KVM's bitmap with manual protection, INITIALLY_SET: logging starts with nothing protected and all bits set, KVM_GET_DIRTY_LOG
 *  only reads, and KVM_CLEAR_DIRTY_LOG protects again just before pages are sent, huge leaves split on the way: what is written
 *  until then is not sent twice, and no call does all the work (KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2; FACTS D1, D5, D6, Q2, Q7). */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { LOGGED, TO_SEND } from '../event/pageword.ts';
import { isHugeLeaf, protectLeaves, splitHugePages } from './ept.ts';
import { isAnyLogged, KvmBitmap } from './kvmbitmap.ts';
import { countLogged, type TrackerKind, type TrackerNeeds } from './tracker.ts';

/** Pages of one CLEAR, a power of two: QEMU's clear_bmap_shift, 18 (1 GiB) unless set, 6 (64 pages) at least (Q2). */
export const CLEAR_SHIFT = 18;
/** KVM takes CLEAR in words of its bitmap. */
export const CLEAR_ALIGN = 64;

export class KvmManual extends KvmBitmap {
  override readonly kind: TrackerKind = 'kvm-manual';
  /** QEMU's clear_bmap: chunks whose bits were read and not cleared yet. */
  private readonly unclear: Uint8Array;

  constructor(
    needs: TrackerNeeds,
    private readonly shift = CLEAR_SHIFT,
  ) {
    super(needs);
    this.unclear = new Uint8Array(((needs.mm.pages - 1) >>> shift) + 1);
  }

  override start(by: number): void {
    this.isOn = true;
    const { mm } = this;
    const start = mm.out.emit(K.LOG_START, by, 0, mm.pages, NO_CAUSE);
    mm.out.emit(K.LOG_ONES, by, 0, mm.pages, start);
    this.unclear.fill(1);
  }

  override sync(by: number): number {
    const { mm, ledger } = this;
    const { words } = mm.side;
    const { state } = mm.out;
    const before = state.toSend;
    const sync = mm.out.emit(K.SYNC, by, 0, countLogged(mm), NO_CAUSE);
    for (let region = 0; region < state.regions; region++) {
      const first = region << PMD_ORDER;
      if (!isAnyLogged(words, first)) continue;
      mm.out.emit(K.LOG_GET, by, first, PMD_PAGES, sync);
      this.unclear.fill(1, first >>> this.shift, ((first + PMD_PAGES - 1) >>> this.shift) + 1);
    }
    ledger.harvest += this.spend(mm.sys.costs.syncRegion * state.regions);
    return state.toSend - before;
  }

  override beforeSend(page: number, by: number): void {
    const chunk = page >>> this.shift;
    if (!this.isOn || this.unclear[chunk] === 0) return;
    this.unclear[chunk] = 0;
    const from = chunk << this.shift;
    this.clear(from, Math.min(this.mm.pages, from + (1 << this.shift)), by);
  }

  /** KVM_CLEAR_DIRTY_LOG of [from, to): what was read is protected again, the pages of huge leaves split before. */
  private clear(from: number, to: number, by: number): void {
    const { mm, ledger } = this;
    const { words } = mm.side;
    const clear = mm.out.emit(K.LOG_CLEAR, by, from, to - from, NO_CAUSE);
    ledger.protect += this.spend(mm.sys.costs.logClear);
    let cleared = 0;
    for (let first = from; first < to; first += PMD_PAGES) {
      const end = Math.min(to, first + PMD_PAGES);
      let n = 0;
      for (let p = first; p < end; p++) if ((words[p]! & BOTH) === BOTH) n++;
      if (n === 0) continue;
      cleared += n;
      if (this.eagerSplit) ledger.split += this.spend(splitHugePages(mm, first, end, true, by, clear));
      else if (isHugeLeaf(words, first & ~(PMD_PAGES - 1)))
        ledger.protect += this.spend(protectLeaves(mm, first, end, by, clear));
    }
    mm.out.emit(K.LOG_CLEARED, by, from, to - from, clear);
    ledger.protect += this.spend(cleared * mm.sys.costs.protectPage);
    if (cleared > 0) ledger.flush += this.spend(mm.sys.costs.tlbFlush);
  }
}

const BOTH = LOGGED | TO_SEND;
