/** The userfaults of a recording: which threads sleep on which page, and how far the request for it has come. */
import { DST_FAULT, DST_LISTEN, SRC_MIGRATION, VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, WAITING } from '../event/pageword.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import type { Recorder } from '../log/recorder.ts';
import { isMapped } from '../mm/mfill.ts';
import type { Mm } from '../mm/mm.ts';
import type { Row } from './recording.ts';

export const BY_LISTEN = who(DST_LISTEN, HOST_DST);
export const BY_FAULT = who(DST_FAULT, HOST_DST);
export const BY_VCPU = who(VCPU, HOST_DST);
export const BY_SOURCE = who(SRC_MIGRATION, HOST_SRC);

/** The last userfault on a page: numbers of its events, and the threads asleep in it. */
interface Demand {
  readonly fault: number;
  read: number;
  last: number;
  readonly asleep: Set<string>;
}

/** The userfaults of one recording while it is played. */
export class Userfaults {
  private readonly demands = new Map<number, Demand>();
  /** Requests for a page that was placed meanwhile. */
  lateRequests = 0;

  constructor(
    private readonly mm: Mm,
    private readonly out: Recorder,
  ) {}

  /** The last event of the demand for `page`; NO_CAUSE if nobody asked for it. */
  lastOf(page: number): number {
    return this.demands.get(page)?.last ?? NO_CAUSE;
  }

  /** A thread falls asleep on a page. */
  sleep({ page, flag, tid }: Row, by: number): Demand {
    const { out } = this;
    const waits = (this.mm.side.words[page]! & WAITING) !== 0;
    const known = this.demands.get(page);
    if (known && waits && known.asleep.has(tid)) return known;
    const fault = out.emit(K.UFFD_FAULT, by, page, flag ? 1 : 0, NO_CAUSE);
    if (known && waits) {
      known.asleep.add(tid);
      return known;
    }
    const demand: Demand = { fault, read: NO_CAUSE, last: fault, asleep: new Set([tid]) };
    this.demands.set(page, demand);
    return demand;
  }

  /** QEMU's fault thread reads a message; strace and QEMU's own trace may both report it. */
  read(row: Row): void {
    const { mm } = this;
    const { page } = row;
    let demand = this.demands.get(page);
    if (!demand) {
      const armed = (mm.side.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0;
      if (!armed || isMapped(mm, page)) {
        // Placed between the fault and the read.
        demand = { fault: NO_CAUSE, read: NO_CAUSE, last: NO_CAUSE, asleep: new Set() };
        this.demands.set(page, demand);
      } else demand = this.sleep(row, BY_VCPU);
    }
    if (demand.read !== NO_CAUSE) return;
    demand.read = this.out.emit(K.UFFD_READ, BY_FAULT, page, 0, demand.fault);
    demand.last = demand.read;
  }

  /** A request for a page that has been placed meanwhile is no longer on its way to change anything: it is only counted. */
  request(page: number): void {
    if (isMapped(this.mm, page)) this.lateRequests++;
    else this.follow(page, K.REQUEST, BY_FAULT);
  }

  /** A request arrives at the source. */
  arrive(page: number): void {
    this.follow(page, K.SRC_REQUEST, BY_SOURCE);
  }

  private follow(page: number, kind: number, by: number): void {
    const demand = this.demands.get(page);
    const event = this.out.emit(kind, by, page, 0, demand?.last ?? NO_CAUSE);
    if (demand) demand.last = event;
  }

  /** Wakes the sleepers on a page. The last event of the log is the cause. */
  wake(page: number): void {
    const { out } = this;
    const demand = this.demands.get(page);
    if (!demand || demand.asleep.size === 0) return;
    out.emit(K.WAKE, BY_LISTEN, page, demand.asleep.size, out.columns.length - 1);
    demand.asleep.clear();
  }

  /** Wakes all sleepers on `n` pages from `page` on. */
  wakeAll(page: number, n: number): void {
    for (const p of this.demands.keys()) if (p >= page && p < page + n) this.wake(p);
  }
}
