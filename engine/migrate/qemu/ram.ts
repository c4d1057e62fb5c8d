/** QEMU's bitmap of pages to send on the source: dirty logging, syncs, the next page, ranges to discard (migration/ram.c;
 *  FACTS Q5-Q8, Q18, Q31). The bits themselves are in the state; here is what finds them fast. */
import { runsOf } from '../../base/ranges.ts';
import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { KVM, who } from '../../event/actor.ts';
import { HOST_SRC, TO_SEND } from '../../event/pageword.ts';
import type { DirtyTracker } from '../../kvm/tracker.ts';
import type { Mm } from '../../mm/mm.ts';
import type { Ranges } from './channels.ts';

const BY_KVM = who(KVM, HOST_SRC);

export class Ram {
  /** "dirty sync count". */
  syncs = 0;
  /** Bits set, by region. */
  private readonly inRegion: Uint16Array;

  constructor(
    private readonly mm: Mm,
    private readonly tracker: DirtyTracker,
  ) {
    this.inRegion = new Uint16Array(mm.out.state.regions);
  }

  /** Pages to send. */
  get remaining(): number {
    return this.mm.out.state.toSend;
  }

  /** Starts dirty logging: every bit is set; then the first sync (Q5, D11). */
  start(): void {
    this.tracker.start(BY_KVM);
    this.sync();
  }

  /** Stops dirty logging after a migration that did not happen (D10). */
  stop(cause: number): void {
    this.tracker.stop(BY_KVM, cause);
    this.inRegion.fill(0);
  }

  /** KVM's bits move to QEMU's bitmap. Returns how many it gained. */
  sync(): number {
    this.syncs++;
    const gained = this.tracker.sync(BY_KVM);
    this.recount();
    return gained;
  }

  isDirty(page: number): boolean {
    return (this.mm.side.words[page]! & TO_SEND) !== 0;
  }

  /** Next dirty page from `cursor` on, round and round, about to be sent; -1 when there is none (Q7). */
  next(cursor: number): number {
    if (this.remaining === 0) return -1;
    let page = this.find(cursor, this.mm.pages);
    if (page < 0) page = this.find(0, cursor);
    this.tracker.beforeSend(page, BY_KVM);
    return page;
  }

  /** The bit of `page` was cleared. */
  sent(page: number): void {
    const region = page >>> PMD_ORDER;
    this.inRegion[region] = this.inRegion[region]! - 1;
  }

  /** Counts bits anew, after they were set otherwise than by a sync. */
  recount(): void {
    const { words } = this.mm.side;
    for (let region = 0; region < this.inRegion.length; region++) {
      let n = 0;
      const first = region << PMD_ORDER;
      for (let p = first; p < first + PMD_PAGES; p++) n += words[p]! & TO_SEND;
      this.inRegion[region] = n / TO_SEND;
    }
  }

  /** Maximal runs of pages redirtied or never sent go into `ranges`; returns how many pages those are (Q18). */
  findRanges(ranges: Ranges): number {
    const { words } = this.mm.side;
    let n = 0;
    runsOf(words, TO_SEND, 0, this.mm.pages, () => n++);
    ranges.first = new Uint32Array(n);
    ranges.pages = new Uint32Array(n);
    let i = 0;
    runsOf(words, TO_SEND, 0, this.mm.pages, (first, pages) => {
      ranges.first[i] = first;
      ranges.pages[i++] = pages;
    });
    return this.remaining;
  }

  private find(from: number, to: number): number {
    const { words } = this.mm.side;
    for (let p = from; p < to; ) {
      const end = Math.min(to, ((p >>> PMD_ORDER) + 1) << PMD_ORDER);
      if (this.inRegion[p >>> PMD_ORDER] === 0) p = end;
      for (; p < end; p++) if (words[p]! & TO_SEND) return p;
    }
    return -1;
  }
}
