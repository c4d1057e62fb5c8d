/** The composition root: two hosts, a guest, a migration between them, khugepaged on the destination, faults that a reader
 *  injects; and the queue that picks who goes next by (time, rank). Everything is plain data and typed arrays: same scenario,
 *  same log. */
import { type Work, whole } from '../base/work.ts';
import { KHUGEPAGED, OPERATOR, PHASES, type PhaseName, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, type Host, IN_FLIGHT, PRESENT, TO_SEND } from '../event/pageword.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import type { BOUNDS, Stopped } from '../log/bounds.ts';
import type { Recorder } from '../log/recorder.ts';
import { Criu } from '../migrate/criu/criu.ts';
import { Guest } from '../migrate/guest.ts';
import { Qemu } from '../migrate/qemu/qemu.ts';
import { Tracking } from '../migrate/tracking/tracking.ts';
import { type Migration, SLOTS, type World } from '../migrate/world.ts';
import { COSTS } from '../mm/costs.ts';
import { type Khugepaged, makeKhugepaged, scanNext } from '../mm/khugepaged.ts';
import { Mm } from '../mm/mm.ts';
import { System } from '../mm/system.ts';
import { FAULT_KINDS, type Fault, parseFaults } from '../scenario/faults.ts';
import type { Scenario } from '../scenario/schema.ts';
import { Bounds, Passes } from './bounded.ts';
import { inject } from './inject.ts';
import { ActorQueue } from './queue.ts';

/** Ranks of actors in the queue; vCPU i has rank i. At equal times the lower rank goes first. */
const RANK_MIGRATION = 8;
const RANK_KHUGEPAGED = RANK_MIGRATION + SLOTS;
const RANK_OPERATOR = RANK_KHUGEPAGED + 1;
const RANKS = RANK_OPERATOR + 1;

/** Pages between two looks at the clock: some milliseconds. */
const PAGES = 1 << 21;

/** Events that an act has at most on average: a slice of acts ends early where they have more. */
const MOST_EVENTS_AN_ACT = 4;

const BY_KHUGEPAGED = who(KHUGEPAGED, HOST_DST);
const BY_OPERATOR = who(OPERATOR, HOST_DST);

/** Every system that a scenario may run. */
const SYSTEMS: Readonly<Record<Scenario['system'], (world: World) => Migration>> = {
  qemu: (world) => new Qemu(world),
  criu: (world) => new Criu(world),
  tracking: (world) => new Tracking(world),
};

export class Machine implements World {
  readonly src: Mm;
  readonly dst: Mm;
  readonly guest: Guest;
  readonly migration: Migration;
  readonly khugepaged: Khugepaged = makeKhugepaged();
  /** Times of guest stop and guest run, ns. */
  stoppedAt = -1;
  ranAt = -1;
  aborted = false;
  ended = false;
  /** Pages whose content at the guest's resume was neither there nor certain to be fetched. */
  wrongAtResume = -1;

  private readonly queue = new ActorQueue(RANKS);
  /** Slot that khugepaged's pass holds up, -1 for none. */
  private heldSlot = -1;
  private cleanedUp = false;
  private scansAtCleanup = 0;
  private collapsedBefore = 0;
  /** Faults that have a time now, soonest first; the others wait for their phase or step. `event` reported one that goes on. */
  private due: { readonly fault: Fault; readonly time: number; readonly event?: number }[] = [];
  /** Faults that sleep in a userfault on their first page. */
  private asleep: { readonly fault: Fault; readonly event: number }[] = [];
  /** The bound that the run has met, or who stopped it; null while it goes on. */
  met: Stopped['by'] | null = null;
  readonly passes = new Passes();
  private readonly bounds: Bounds;
  private waiting: Fault[];
  /** Pages that the guest gave to a balloon; null while there are none. */
  private givenUp: Uint8Array | null = null;
  private nextFaultStep = Infinity;

  constructor(
    readonly scenario: Scenario,
    readonly out: Recorder,
    bounds: typeof BOUNDS,
  ) {
    this.bounds = new Bounds(bounds);
    this.src = new Mm(out, HOST_SRC, new System('madvise', scenario.era, COSTS[scenario.costs]));
    this.dst = new Mm(out, HOST_DST, new System('madvise', scenario.era, COSTS[scenario.costs]));
    this.dst.sys.khugepaged.max_ptes_none = scenario.khugepaged.maxPtesNone;
    const faults = parseFaults(scenario.faults);
    this.waiting = faults.ok ? [...faults.value] : [];
    this.guest = new Guest(scenario, this.src, this.dst, (page, event, readAt) =>
      this.migration.userfault(page, event, readAt),
    );
    this.migration = SYSTEMS[scenario.system](this);
    this.phase('populate', BY_KHUGEPAGED);
    this.migration.setUp();
    this.queue.set(0, 0);
    this.queue.set(RANK_KHUGEPAGED, scenario.khugepaged.scanSleep);
    for (const fault of this.waiting) if ('timeNs' in fault.when) this.setOff(fault, fault.when.timeNs);
    this.findNextFaultStep();
  }

  /** Lets actors act `maxSteps` times, or until the run is over or meets a bound; returns whether it is over. Acts of many events
   *  count as many. Slices never change the log. */
  run(maxSteps: number): boolean {
    const { queue, out } = this;
    const enough = out.length + maxSteps * MOST_EVENTS_AN_ACT;
    for (let steps = 0; !this.ended && steps < maxSteps && out.length < enough; steps++) {
      if (out.length >= this.nextFaultStep) this.setOffByStep();
      const rank = queue.first;
      const time = queue.timeOf(rank);
      if (time === Infinity) {
        this.finish();
        break;
      }
      this.met = this.bounds.met(out, time);
      if (this.met) break;
      out.now = time;
      this.step(rank, time);
      this.passes.look(out.state);
    }
    return this.ended;
  }

  /** Lets a run that met a bound go on. */
  goOn(): void {
    if (this.met) this.bounds.raise(this.met);
    this.met = null;
  }

  private step(rank: number, now: number): void {
    const { queue } = this;
    if (rank < RANK_MIGRATION) {
      if (!this.guest.isBooted) {
        const took = this.guest.boot();
        queue.set(0, now + took);
        if (this.guest.isBooted) this.startMigration(now + took);
      } else queue.set(rank, this.guest.step(rank, now));
    } else if (rank < RANK_KHUGEPAGED) {
      const slot = rank - RANK_MIGRATION;
      const next = this.migration.step(slot, now);
      queue.set(rank, this.heldSlot === slot ? Infinity : next);
    } else if (rank === RANK_KHUGEPAGED) this.stepKhugepaged(now);
    else this.injectNext();
  }

  private startMigration(now: number): void {
    this.guest.running = true;
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.queue.set(cpu, this.guest.firstStep(cpu, now));
    this.migration.start(now);
  }

  wake(slot: number, time: number): void {
    this.queue.set(RANK_MIGRATION + slot, time);
  }

  wakesAt(slot: number): number {
    return this.heldSlot === slot ? Number.NEGATIVE_INFINITY : this.queue.timeOf(RANK_MIGRATION + slot);
  }

  stopGuest(): void {
    this.guest.running = false;
    this.stoppedAt = this.out.now;
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.queue.set(cpu, Infinity);
  }

  runGuest(host: Host): void {
    this.ranAt = this.out.now;
    this.guest.host = host;
    this.guest.running = true;
    if (host === HOST_DST) this.wrongAtResume = whole(this.countingWrong());
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++)
      this.queue.set(cpu, this.guest.firstStep(cpu, this.out.now));
  }

  watchForLoss(): void {
    // Precopy is over: from here a hole that reads as zeroes while the source still holds content is a lost page (H1).
    const { words } = this.src.side;
    const { version } = this.src;
    this.dst.onZeroFill = (page, cause) => {
      if (words[page]! & (TO_SEND | IN_FLIGHT) && version[page] !== 0)
        this.out.emit(K.LOST, BY_KHUGEPAGED, page, 0, cause);
    };
  }

  /** The end-to-end oracle: pages that have neither the source's last version nor a fault to come that will fetch it. */
  *countingWrong(): Work<number> {
    // A guest that stayed at the source has all it ever had.
    if (this.guest.host === HOST_SRC) return 0;
    const { pages } = this.src;
    let wrong = 0;
    for (let from = 0; from < pages; from += PAGES) {
      for (let p = from, to = Math.min(pages, from + PAGES); p < to; p++)
        // After the resume the destination's own writes are newer than anything the source had.
        if (this.dst.version[p]! < this.src.version[p]! && this.isWrong(p)) wrong++;
      yield from / pages;
    }
    return wrong;
  }

  /** A page whose version at the destination is too old. */
  private isWrong(page: number): boolean {
    if (this.givenUp?.[page]) return false;
    const { words, vmas } = this.dst.side;
    const willFault = !(words[page]! & PRESENT) && (vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0;
    const stillThere = (this.src.side.words[page]! & (TO_SEND | IN_FLIGHT)) !== 0;
    return !(willFault && stillThere);
  }

  giveUp(page: number, n: number): void {
    this.givenUp ??= new Uint8Array(this.dst.pages);
    this.givenUp.fill(1, page, page + n);
  }

  wakeGuest(page: number): number {
    const others = this.asleep.filter(({ fault }) => fault.arg === page);
    this.asleep = this.asleep.filter(({ fault }) => fault.arg !== page);
    for (const { fault, event } of others) this.setOff(fault, this.out.now + this.dst.sys.costs.wake, event);
    const woken = this.guest.wake(page, this.out.now, (cpu, at) => {
      this.queue.set(cpu, at);
    });
    return woken + others.length;
  }

  sleep(fault: Fault, event: number, asked: number): void {
    this.asleep.push({ fault, event });
    this.migration.userfault(fault.arg, asked, this.out.now + this.dst.takeSpent());
  }

  scanBefore(slot: number): void {
    if (this.scenario.khugepaged.wake !== 'before-register') return;
    this.heldSlot = slot;
    this.queue.set(RANK_KHUGEPAGED, this.out.now);
  }

  private stepKhugepaged(now: number): void {
    const k = this.khugepaged;
    const { scanSleep, pagesToScan } = this.scenario.khugepaged;
    if (k.budget === 0) {
      k.passes++;
      k.slept = false;
      k.budget = pagesToScan;
      k.pass = this.out.emit(K.KH_WAKE, BY_KHUGEPAGED, 0, k.passes, NO_CAUSE);
    }
    const more = this.dst.enlisted && scanNext(k, this.dst, BY_KHUGEPAGED);
    if (!more) k.budget = 0;
    const took = this.dst.takeSpent();
    this.queue.set(RANK_KHUGEPAGED, now + took + (more ? 0 : scanSleep));
    if (more) return;
    if (this.heldSlot >= 0) {
      const slot = this.heldSlot;
      this.heldSlot = -1;
      this.wake(slot, now + took);
    }
    if (this.cleanedUp && this.isCompact()) this.finish();
  }

  /** Nothing is left for khugepaged: all is huge, or a whole scan since the cleanup found nothing to collapse. */
  private isCompact(): boolean {
    const k = this.khugepaged;
    // A process that khugepaged does not know is never looked at (K1).
    if (this.out.state.dst.huge === this.out.state.regions || !this.dst.enlisted) return true;
    if (k.fullScans < this.scansAtCleanup + 2) return false;
    const idle = k.collapsed === this.collapsedBefore;
    this.collapsedBefore = k.collapsed;
    this.scansAtCleanup = k.fullScans - 1;
    return idle;
  }

  migrationEnded(): void {
    // What the guest does afterwards is not part of the story: it idles while khugepaged compacts.
    for (let cpu = 0; cpu < this.guest.vcpus; cpu++) this.queue.set(cpu, Infinity);
    for (let slot = 0; slot < SLOTS; slot++) this.wake(slot, Infinity);
    this.phase('khugepaged', BY_KHUGEPAGED);
    this.cleanedUp = true;
    this.scansAtCleanup = this.khugepaged.fullScans;
    if (this.isCompact()) this.finish();
  }

  over(): void {
    this.finish();
  }

  abort(): void {
    this.aborted = true;
    this.finish();
  }

  private finish(): void {
    this.phase('end', BY_KHUGEPAGED);
    this.ended = true;
  }

  phase(name: PhaseName, by: number): void {
    this.out.emit(K.PHASE, by, 0, PHASES.indexOf(name), NO_CAUSE);
    for (const fault of this.waiting)
      if ('phase' in fault.when && fault.when.phase === name)
        this.setOff(fault, this.out.now + fault.when.afterNs);
  }

  /** The fault is injected at `time`; a fault with an `event` goes on there. */
  private setOff(fault: Fault, time: number, event?: number): void {
    this.waiting = this.waiting.filter((f) => f !== fault);
    this.due.push(event === undefined ? { fault, time } : { fault, time, event });
    this.due.sort((a, b) => a.time - b.time);
    this.queue.set(RANK_OPERATOR, (this.due[0] as { time: number }).time);
  }

  private setOffByStep(): void {
    for (const fault of this.waiting)
      if ('step' in fault.when && fault.when.step <= this.out.length) this.setOff(fault, this.out.now);
    this.findNextFaultStep();
  }

  private findNextFaultStep(): void {
    this.nextFaultStep = this.waiting.reduce(
      (least, { when }) => ('step' in when ? Math.min(least, when.step) : least),
      Infinity,
    );
  }

  private injectNext(): void {
    const next = this.due.shift();
    this.queue.set(RANK_OPERATOR, this.due[0]?.time ?? Infinity);
    if (!next) return;
    const { kind, arg } = next.fault;
    const event =
      next.event ?? this.out.emit(K.INJECT, BY_OPERATOR, arg, FAULT_KINDS.indexOf(kind), NO_CAUSE);
    inject(this, next.fault, event);
  }
}
