/** The composition root: two hosts, a guest, a wire, QEMU on both ends, khugepaged on the destination; and the queue that
 *  picks who goes next by (time, rank). Everything is plain data and typed arrays: same scenario, same log. */
import { KHUGEPAGED, PHASES, type PhaseName, who } from '../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, IN_FLIGHT, PRESENT, TO_SEND } from '../event/pageword.ts';
import { Guest } from '../migrate/guest.ts';
import { Destination, type DestinationHost } from '../migrate/qemu/destination.ts';
import { Source } from '../migrate/qemu/source.ts';
import { Wire } from '../migrate/wire.ts';
import { COSTS } from '../mm/costs.ts';
import { madviseHugepage } from '../mm/dontneed.ts';
import { type Khugepaged, makeKhugepaged, scanNext } from '../mm/khugepaged.ts';
import { Mm } from '../mm/mm.ts';
import { System } from '../mm/system.ts';
import type { Scenario } from '../scenario/schema.ts';

/** Ranks of actors in the queue; vCPU i has rank i. At equal times the lower rank goes first. */
const RANK_SOURCE = 8;
const RANK_STREAM = 9;
const RANK_FAULT = 10;
const RANK_KHUGEPAGED = 11;
const RANKS = 12;

const BY_KHUGEPAGED = who(KHUGEPAGED, HOST_DST);

export class Machine implements DestinationHost {
  readonly src: Mm;
  readonly dst: Mm;
  readonly guest: Guest;
  readonly source: Source;
  readonly destination: Destination;
  readonly khugepaged: Khugepaged = makeKhugepaged();
  /** Times of guest stop and guest run, ns. */
  stoppedAt = -1;
  ranAt = -1;
  aborted = false;
  ended = false;
  /** Pages whose content at the guest's resume was neither there nor certain to be fetched. */
  wrongAtResume = -1;

  private readonly at = new Float64Array(RANKS).fill(Infinity);
  /** Userfault messages not yet read: page, event, time. */
  private readonly faultPage: number[] = [];
  private readonly faultEvent: number[] = [];
  private readonly faultTime: number[] = [];
  private streamWaits = false;
  private cleanedUp = false;
  private scansAtCleanup = 0;
  private collapsedBefore = 0;

  constructor(
    readonly scenario: Scenario,
    readonly out: Emitter,
  ) {
    this.src = new Mm(out, HOST_SRC, new System('madvise', scenario.era, COSTS[scenario.costs]));
    this.dst = new Mm(out, HOST_DST, new System('madvise', scenario.era, COSTS[scenario.costs]));
    this.dst.sys.khugepaged.max_ptes_none = scenario.khugepaged.maxPtesNone;
    const { bandwidth, latency } = scenario.wire;
    const forward = new Wire(bandwidth, latency);
    const back = new Wire(bandwidth, latency);
    this.guest = new Guest(scenario, this.src, this.dst, (page, event, readAt) => {
      this.faultPage.push(page);
      this.faultEvent.push(event);
      this.faultTime.push(readAt);
      this.at[RANK_FAULT] = Math.min(this.at[RANK_FAULT] as number, readAt);
    });
    this.source = new Source(this.src, forward, back, () => this.stopGuest());
    this.destination = new Destination(
      this.dst,
      this.src.version,
      this.source.lastSend,
      forward,
      back,
      this.source.ranges,
      scenario.qemu,
      this,
    );

    this.phase('populate');
    for (const mm of [this.src, this.dst]) {
      const by = who(mm.host === HOST_SRC ? 1 : 3, mm.host);
      out.emit(K.MMAP, by, 0, mm.pages, NO_CAUSE);
      madviseHugepage(mm, 0, mm.pages, by, NO_CAUSE);
      mm.takeSpent();
    }
    this.at[0] = 0;
    this.at[RANK_KHUGEPAGED] = scenario.khugepaged.scanSleep;
  }

  /** Runs until `maxEvents` more are recorded or the story is over; true when it is over. Slices never change the log. */
  run(maxEvents: number): boolean {
    const { at, out } = this;
    let recorded = 0;
    while (!this.ended && recorded < maxEvents) {
      let rank = 0;
      let time = at[0] as number;
      for (let r = 1; r < RANKS; r++) {
        const t = at[r] as number;
        if (t < time) {
          time = t;
          rank = r;
        }
      }
      if (time === Infinity) {
        this.finish();
        break;
      }
      out.now = time;
      this.step(rank, time);
      recorded++;
    }
    return this.ended;
  }

  private step(rank: number, now: number): void {
    const { at } = this;
    if (rank < RANK_SOURCE) {
      if (!this.guest.isBooted) {
        const took = this.guest.boot();
        at[0] = now + took;
        if (this.guest.isBooted) this.startMigration(now + took);
      } else at[rank] = this.guest.step(rank, now);
    } else if (rank === RANK_SOURCE) {
      if (this.source.stage === 'start') this.destination.advise();
      const next = this.source.step(now);
      at[RANK_SOURCE] = next;
      if (!this.streamWaits && at[RANK_STREAM] === Infinity && this.destination.stage !== 'ended')
        at[RANK_STREAM] = now;
    } else if (rank === RANK_STREAM) {
      const next = this.destination.step(now);
      at[RANK_STREAM] = this.streamWaits ? Infinity : next;
    } else if (rank === RANK_FAULT) this.readFault(now);
    else this.stepKhugepaged(now);
  }

  private startMigration(now: number): void {
    this.at[RANK_SOURCE] = now;
    this.guest.running = true;
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.at[cpu] = this.guest.firstStep(cpu, now);
  }

  private stopGuest(): void {
    this.guest.running = false;
    this.stoppedAt = this.out.now;
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.at[cpu] = Infinity;
  }

  watchForLoss(): void {
    // Precopy is over: from here a hole that reads as zeroes while the source still holds content is a lost page (H1).
    const { words } = this.src.side;
    const { version } = this.src;
    this.dst.onZeroFill = (page, cause) => {
      if ((words[page] as number) & (TO_SEND | IN_FLIGHT) && version[page] !== 0)
        this.out.emit(K.LOST, BY_KHUGEPAGED, page, 0, cause);
    };
  }

  startGuest(): void {
    this.ranAt = this.out.now;
    this.guest.host = HOST_DST;
    this.guest.running = true;
    this.wrongAtResume = this.countWrong();
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.at[cpu] = this.guest.firstStep(cpu, this.out.now);
  }

  /** The end-to-end oracle: pages that have neither the source's last version nor a fault to come that will fetch it. */
  countWrong(): number {
    const { words } = this.src.side;
    const d = this.dst.side.words;
    let wrong = 0;
    for (let p = 0; p < this.src.pages; p++) {
      const want = this.src.version[p] as number;
      const have = this.dst.version[p] as number;
      // After the resume the destination's own writes are newer than anything the source had.
      if (have >= want) continue;
      const willFault = !((d[p] as number) & PRESENT);
      const stillThere = ((words[p] as number) & (TO_SEND | IN_FLIGHT)) !== 0;
      if (!(willFault && stillThere)) wrong++;
    }
    return wrong;
  }

  wakeGuest(page: number): number {
    return this.guest.wake(page, this.out.now, (cpu, at) => {
      this.at[cpu] = at;
    });
  }

  private readFault(now: number): void {
    const page = this.faultPage.shift() as number;
    const event = this.faultEvent.shift() as number;
    this.faultTime.shift();
    const arrives = this.destination.readFault(page, event, now);
    if (arrives < (this.at[RANK_SOURCE] as number)) this.at[RANK_SOURCE] = arrives;
    this.at[RANK_FAULT] = this.faultTime.length ? Math.max(now, this.faultTime[0] as number) : Infinity;
  }

  runKhugepagedFirst(): void {
    if (this.scenario.khugepaged.wake !== 'before-register') return;
    this.streamWaits = true;
    this.at[RANK_KHUGEPAGED] = this.out.now;
  }

  private stepKhugepaged(now: number): void {
    const k = this.khugepaged;
    const { scanSleep, pagesToScan } = this.scenario.khugepaged;
    if (k.budget === 0) {
      k.passes++;
      k.budget = pagesToScan;
      k.pass = this.out.emit(K.KH_WAKE, BY_KHUGEPAGED, 0, k.passes, NO_CAUSE);
    }
    const more = this.dst.enlisted && scanNext(k, this.dst, BY_KHUGEPAGED);
    if (!more) k.budget = 0;
    const took = this.dst.takeSpent();
    this.at[RANK_KHUGEPAGED] = now + took + (more ? 0 : scanSleep);
    if (more) return;
    if (this.streamWaits) {
      this.streamWaits = false;
      this.at[RANK_STREAM] = now + took;
    }
    if (this.cleanedUp && this.isCompact()) this.finish();
  }

  /** Nothing is left for khugepaged: all is huge, or a whole scan since the cleanup found nothing to collapse. */
  private isCompact(): boolean {
    const k = this.khugepaged;
    if (this.out.state.dst.huge === this.out.state.regions) return true;
    if (k.fullScans < this.scansAtCleanup + 2) return false;
    const idle = k.collapsed === this.collapsedBefore;
    this.collapsedBefore = k.collapsed;
    this.scansAtCleanup = k.fullScans - 1;
    return idle;
  }

  migrationEnded(): void {
    // What the guest does afterwards is not part of the story: it idles while khugepaged compacts.
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.at[cpu] = Infinity;
    this.at[RANK_FAULT] = Infinity;
    this.dst.onZeroFill = null;
    this.phase('khugepaged');
    this.cleanedUp = true;
    this.scansAtCleanup = this.khugepaged.fullScans;
    if (this.isCompact()) this.finish();
  }

  abort(): void {
    this.aborted = true;
    this.finish();
  }

  private finish(): void {
    this.phase('end');
    this.ended = true;
  }

  private phase(name: PhaseName): void {
    this.out.emit(K.PHASE, BY_KHUGEPAGED, 0, PHASES.indexOf(name), NO_CAUSE);
  }
}
