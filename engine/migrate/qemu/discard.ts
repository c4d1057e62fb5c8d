/** The flood of discards on the destination: one madvise a page, one a run, or one process_madvise for many runs
 *  (migration/ram.c ram_discard_range; mm/madvise.c; FACTS Q22, S0.11, S0.12, Z13). */
import { DST_LOAD, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, PRESENT } from '../../event/pageword.ts';
import { madviseDontneed } from '../../mm/madvise.ts';
import type { Mm } from '../../mm/mm.ts';
import { ZAP_DONTNEED, zapRange } from '../../mm/zap.ts';
import type { World } from '../world.ts';
import type { Ranges } from './channels.ts';

/** Ranges of one process_madvise (UIO_MAXIOV). */
const VECTOR = 1024;

const BY = who(DST_LOAD, HOST_DST);

export class Discard {
  calls = 0;
  /** Calls that zapped something: each flushes TLBs once. */
  flushes = 0;
  /** Time in these calls, ns. */
  time = 0;
  /** Next range, end of those that have arrived, next page of the range. */
  private range = 0;
  private arrived = 0;
  private nextPage = -1;
  private message = NO_CAUSE;
  private begun = false;
  private readonly mm: Mm;
  private readonly how: 'pages' | 'runs' | 'vector';

  constructor(
    private readonly world: World,
    private readonly ranges: Ranges,
  ) {
    this.mm = world.dst;
    const { discard } = world.scenario.qemu;
    this.how = discard === 'vector' && !this.mm.sys.rules.has('process-madvise-self') ? 'runs' : discard;
  }

  private get out(): Emitter {
    return this.mm.out;
  }

  /** All ranges before `end` have come, the last of them with `message`. */
  receive(end: number, message: number): void {
    this.arrived = end;
    this.message = message;
  }

  /** There is a call to make before the stream is read on. A vector waits until it is full. */
  get isBusy(): boolean {
    return this.arrived - this.range >= (this.how === 'vector' ? VECTOR : 1);
  }

  /** There is a call to make before anything but a discard is read. */
  get isPending(): boolean {
    return this.arrived > this.range;
  }

  /** One call. Returns when it is over. */
  step(now: number): number {
    if (!this.begun) this.world.phase('discard', BY);
    this.begun = true;
    this.calls++;
    if (this.how === 'vector') this.callVector();
    else this.callOne();
    const took = this.mm.takeSpent();
    this.time += took;
    return now + took;
  }

  private callOne(): void {
    const first = this.ranges.first[this.range]!;
    const end = first + this.ranges.pages[this.range]!;
    const page = Math.max(this.nextPage, first);
    const n = this.how === 'runs' ? end - page : 1;
    const zapped = this.present(page, n);
    const call = madviseDontneed(this.mm, page, n, BY, this.message);
    this.flush(page, zapped, call);
    this.nextPage = page + n;
    if (this.nextPage >= end) this.range++;
  }

  /** One call and one flush for all; a range saves what a call of its own would have cost beyond its pages (Z13). */
  private callVector(): void {
    const { costs } = this.mm.sys;
    const n = Math.min(VECTOR, this.arrived - this.range);
    const start = this.ranges.first[this.range]!;
    const call = this.out.emit(K.MADVISEV, BY, start, n, this.message);
    const own = costs.dontneedHole + costs.tlbFlush;
    let spent = costs.dontneedHole;
    let zapped = 0;
    for (const end = this.range + n; this.range < end; this.range++) {
      const first = this.ranges.first[this.range]!;
      const pages = this.ranges.pages[this.range]!;
      zapped += this.present(first, pages);
      const alone = zapRange(this.mm, first, first + pages, ZAP_DONTNEED, BY, call);
      spent += Math.max(costs.dontneedNext, alone - own);
    }
    this.flush(start, zapped, call);
    this.mm.spent += spent + (zapped > 0 ? costs.tlbFlush : 0);
  }

  private flush(page: number, zapped: number, call: number): void {
    if (zapped === 0) return;
    this.flushes++;
    this.out.emit(K.TLB_FLUSH, BY, page, zapped, call);
  }

  private present(first: number, pages: number): number {
    const { words } = this.mm.side;
    let n = 0;
    for (let p = first; p < first + pages; p++) n += words[p]! & PRESENT;
    return n;
  }
}
