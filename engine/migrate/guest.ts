/** The guest: vCPUs that boot by writing memory once, then run a workload, on the source and later on the destination. On the
 *  source a tracker may watch its writes. */
import { Random } from '../base/random.ts';
import { PAGE_BYTES, PMD_PAGES, SECOND } from '../base/units.ts';
import { VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, type Host, PRESENT } from '../event/pageword.ts';
import type { DirtyTracker } from '../kvm/tracker.ts';
import { makeTracker } from '../kvm/trackers.ts';
import { eptAccess } from '../kvm/vcpu.ts';
import { touch } from '../mm/fault.ts';
import type { Mm } from '../mm/mm.ts';
import type { Scenario } from '../scenario/schema.ts';
import { shuffled } from '../workload/order.ts';
import type { Workload, WorkloadNeeds } from '../workload/pattern.ts';
import { type DirtyTrace, replay } from '../workload/trace.ts';
import { makeWorkload } from '../workload/workload.ts';

/** Pages written in one event while booting; what a guest never writes comes in such runs too. */
const POPULATE_BATCH = 32;
const BATCHES_A_REGION = PMD_PAGES / POPULATE_BATCH;
/** Tasks of a vCPU that may wait for pages at once, when KVM tells the guest of them (F15). Assumed: a guest has that many runnable. */
export const ASYNC_TASKS = 8;
const NONE = 0xffffffff;
const ZERO_STREAM = 0x50;

export class Guest {
  /** Where it runs. */
  host: Host = HOST_SRC;
  running = false;
  /** Percent of its time that each vCPU is kept from running (auto-converge, Q11). */
  throttle = 0;
  /** Accesses keep to their times whatever they cost, as long as they can: what is written is then the same under every tracker. */
  paced = false;
  /** Sum of the time in which all tasks of a vCPU slept in userfaults, ns (Q36). */
  blocked = 0;
  /** How it reaches memory: a vCPU through EPT, a process's threads by their page tables alone. False: it sleeps. */
  access: typeof eptAccess = eptAccess;
  /** Who notices writes on the source. */
  readonly tracker: DirtyTracker;
  readonly vcpus: number;
  /** Pages written so far by the boot. */
  private booted = 0;
  /** Tasks of each vCPU: one, or with async page faults more. Of each the page it sleeps for, or that it was woken for and touches
   *  again, NONE otherwise; and whether to write it. */
  private readonly tasks: number;
  private readonly asleep: Uint32Array;
  private readonly retry: Uint32Array;
  private readonly asleepWrite: Uint8Array;
  /** Tasks of each vCPU that sleep, and since when all do. */
  private readonly sleeping: Uint8Array;
  private readonly asleepSince: Float64Array;
  private readonly random: Random[];
  private workload: Workload;
  private readonly needs: WorkloadNeeds;
  private readonly gap: number;
  /** When each vCPU is due, of a guest that is paced or replays a trace; and the page it is due for, or NONE. */
  private readonly due: Float64Array;
  private readonly pending: Uint32Array;
  /** When the trace began, by vCPU. */
  private readonly began: Float64Array;
  /** For each batch of pages the batch that is touched in its place: itself, or, of one never written, another. Null when the
   *  boot writes all. Of a small guest a rounded share may be all of it: then there is nothing to touch, and no vCPU runs. */
  private readonly stands: Uint32Array | null;

  constructor(
    scenario: Scenario,
    private readonly src: Mm,
    private readonly dst: Mm,
    /** Hears of a userfault: page, event, when its message can be read. */
    private readonly onUserfault: (page: number, event: number, readAt: number) => void,
  ) {
    const { vcpus, dirtyRate, seed, workload, asyncPf, zeroPages } = scenario.guest;
    this.vcpus = vcpus;
    this.tasks = asyncPf ? ASYNC_TASKS : 1;
    this.asleep = new Uint32Array(vcpus * this.tasks).fill(NONE);
    this.retry = new Uint32Array(vcpus * this.tasks).fill(NONE);
    this.asleepWrite = new Uint8Array(vcpus * this.tasks);
    this.sleeping = new Uint8Array(vcpus);
    this.asleepSince = new Float64Array(vcpus);
    this.due = new Float64Array(vcpus);
    this.pending = new Uint32Array(vcpus).fill(NONE);
    this.began = new Float64Array(vcpus);
    this.random = Array.from({ length: vcpus }, (_, i) => new Random(seed, i));
    this.needs = { pages: src.pages, vcpus, seed };
    this.workload = makeWorkload(workload, this.needs);
    this.tracker = makeTracker(scenario.tracker, { mm: src, vcpus, eagerSplit: scenario.eagerSplit });
    this.stands = zeroPages === 0 ? null : standIns(src.pages, zeroPages, seed);
    const writesNothing = this.stands?.[0] === NONE;
    // A vCPU waits between half and one and a half gaps, so that together they write `dirtyRate` bytes of pages a second.
    const accesses = dirtyRate * this.workload.perWrite;
    this.gap =
      accesses === 0 || writesNothing
        ? Infinity
        : Math.max(1, Math.round((vcpus * PAGE_BYTES * SECOND) / accesses));
  }

  /** Pages that the boot is through with. */
  get bootedPages(): number {
    return this.booted;
  }

  get isBooted(): boolean {
    return this.booted >= this.src.pages;
  }

  /** From now on it writes what `trace` says. */
  replay(trace: DirtyTrace): void {
    this.workload = replay(trace, this.needs);
  }

  /** Writes the next batch of memory for the first time, unless it is never written. Returns the time it took, ns. */
  boot(): number {
    const page = this.booted;
    const n = Math.min(POPULATE_BATCH, this.src.pages - page);
    this.booted += n;
    if (this.stands && this.stands[page / POPULATE_BATCH] !== page / POPULATE_BATCH) return 0;
    const by = who(VCPU, HOST_SRC);
    this.access(this.src, page, true, by);
    for (let p = page + 1; p < page + n; p++) touch(this.src, p, true, by, NO_CAUSE);
    this.src.version.fill(1, page, page + n);
    this.src.out.emit(K.POPULATE, by, page, n, NO_CAUSE);
    return n * this.src.sys.costs.populatePage + this.src.takeSpent();
  }

  /** One access of vCPU `cpu` at `now`. Returns when it makes its next one; Infinity while it sleeps. */
  step(cpu: number, now: number): number {
    return this.host === HOST_SRC ? this.stepAtHome(cpu, now) : this.stepAway(cpu, now);
  }

  private stepAtHome(cpu: number, now: number): number {
    const { src, tracker } = this;
    const page = this.nextPage(cpu);
    const by = who(VCPU, HOST_SRC, cpu);
    const write = this.workload.writes ?? true;
    const known = (src.side.words[page]! & PRESENT) !== 0;
    this.access(src, page, write, by);
    if (write) {
      const { exits } = tracker.ledger;
      tracker.write(page, cpu, by);
      if (tracker.isOn && known) tracker.ledger.faults += src.spent - (tracker.ledger.exits - exits);
      const version = src.version[page]! + 1;
      src.version[page] = version;
      src.out.emit(K.WRITE, by, page, version, NO_CAUSE);
    } else {
      if (tracker.isOn && known) tracker.ledger.faults += src.spent;
      src.out.emit(K.READ, by, page, 0, NO_CAUSE);
    }
    return this.after(cpu, now, now + src.takeSpent());
  }

  private stepAway(cpu: number, now: number): number {
    const { dst } = this;
    const random = this.random[cpu]!;
    const first = cpu * this.tasks;
    const woken = this.retry.subarray(first, first + this.tasks).findIndex((page) => page !== NONE);
    let page: number;
    let write: boolean;
    let task: number;
    if (woken >= 0) {
      task = first + woken;
      page = this.retry[task]!;
      write = this.asleepWrite[task] === 1;
      this.retry[task] = NONE;
    } else {
      page = this.nextPage(cpu);
      write = this.workload.writes ?? (random.u32() & 1) === 1;
      task = this.asleep.indexOf(NONE, first);
    }
    const by = who(VCPU, HOST_DST, cpu);
    if (!this.access(dst, page, write, by)) {
      const fault = dst.out.emit(K.UFFD_FAULT, by, page, write ? 1 : 0, NO_CAUSE);
      this.asleep[task] = page;
      this.asleepWrite[task] = write ? 1 : 0;
      const sleeping = this.sleeping[cpu]! + 1;
      this.sleeping[cpu] = sleeping;
      const readAt = now + dst.takeSpent();
      this.onUserfault(page, fault, readAt);
      if (sleeping === this.tasks) {
        this.asleepSince[cpu] = now;
        return Infinity;
      }
      dst.out.emit(K.ASYNC_PF, by, page, sleeping, fault);
      return this.after(cpu, now, readAt);
    }
    if (write) {
      const version = dst.version[page]! + 1;
      dst.version[page] = version;
      dst.out.emit(K.WRITE, by, page, version, NO_CAUSE);
    } else dst.out.emit(K.READ, by, page, 0, NO_CAUSE);
    return this.after(cpu, now, now + dst.takeSpent());
  }

  /** Wakes the tasks that sleep for `page` (U11); each re-executes its access. Returns how many, calling `wake(cpu, at)` for each
   *  vCPU that had nothing else to run. */
  wake(page: number, now: number, wake: (cpu: number, at: number) => void): number {
    const runsAgain = now + this.dst.sys.costs.wake;
    let n = 0;
    for (let task = 0; task < this.asleep.length; task++) {
      if (this.asleep[task] !== page) continue;
      const cpu = Math.floor(task / this.tasks);
      this.asleep[task] = NONE;
      this.retry[task] = page;
      if (this.sleeping[cpu] === this.tasks) {
        this.blocked += runsAgain - this.asleepSince[cpu]!;
        wake(cpu, runsAgain);
      }
      this.sleeping[cpu] = this.sleeping[cpu]! - 1;
      n++;
    }
    return n;
  }

  /** No vCPU has anything left to run. */
  get isStuck(): boolean {
    return this.sleeping.every((n) => n === this.tasks);
  }

  /** First access of a vCPU after it starts, spread over one gap; or where its trace goes on. */
  firstStep(cpu: number, now: number): number {
    if (this.gap === Infinity) return Infinity;
    if (this.workload.due === null) {
      this.due[cpu] = now + this.random[cpu]!.below(this.gap);
      return this.due[cpu] as number;
    }
    if (this.pending[cpu] === NONE) {
      this.began[cpu] = now;
      this.look(cpu);
    } else this.began[cpu] = this.began[cpu]! + now - this.due[cpu]!;
    this.due[cpu] = Math.max(now, this.due[cpu]!);
    return this.due[cpu] as number;
  }

  /** The page that vCPU `cpu` touches now. */
  private nextPage(cpu: number): number {
    const pending = this.pending[cpu]!;
    const page = pending === NONE ? this.workload.next(this.random[cpu]!, cpu) : pending;
    const stand = this.stands?.[Math.floor(page / POPULATE_BATCH)];
    return stand === undefined ? page : stand * POPULATE_BATCH + (page % POPULATE_BATCH);
  }

  /** The access that began at `now` is over at `free`: when the next one is. */
  private after(cpu: number, now: number, free: number): number {
    if (this.workload.due !== null) {
      this.look(cpu);
      return Math.max(free, this.due[cpu]!);
    }
    const think = this.think(this.random[cpu]!);
    if (!this.paced) return free + think;
    const due = Math.max(this.due[cpu]!, now - this.gap) + think;
    this.due[cpu] = due;
    return Math.max(free, due);
  }

  /** What the trace has next for vCPU `cpu`. */
  private look(cpu: number): void {
    this.pending[cpu] = this.workload.next(this.random[cpu]!, cpu);
    this.due[cpu] = this.began[cpu]! + (this.workload.due ?? 0);
  }

  private think(random: Random): number {
    if (this.gap === Infinity) return Infinity;
    // Halved without bits: of a guest that hardly writes, a gap has more than 31 of them.
    const gap = Math.floor(this.gap / 2) + random.below(this.gap);
    return this.throttle === 0 ? gap : Math.round((gap * 100) / (100 - this.throttle));
  }
}

/** Which batches a guest never writes, `percent` of them: half are whole regions, which nothing ever touches; half are runs in
 *  regions that have other content, so that with huge pages they are there and read as zeroes. Each gets the next batch that is
 *  written to stand for it; NONE stands for all of them when none is written. */
function standIns(pages: number, percent: number, seed: number): Uint32Array {
  const batches = Math.ceil(pages / POPULATE_BATCH);
  const regions = Math.floor(pages / PMD_PAGES);
  const isZero = new Uint8Array(batches);
  let left = Math.round((batches * percent) / 100);
  const order = shuffled(regions, seed, ZERO_STREAM);
  for (let i = 0; i < regions && i < Math.floor((regions * percent) / 200); i++) {
    const first = order[i]! * BATCHES_A_REGION;
    isZero.fill(1, first, first + BATCHES_A_REGION);
    left -= BATCHES_A_REGION;
  }
  for (const batch of shuffled(batches, seed, ZERO_STREAM + 1)) {
    if (left <= 0) break;
    if (isZero[batch]) continue;
    isZero[batch] = 1;
    left--;
  }
  const stands = Uint32Array.from({ length: batches }, (_, i) => i);
  const last = isZero.indexOf(0);
  if (last < 0) return stands.fill(NONE);
  for (let i = batches - 1, next = last; i >= 0; i--) {
    if (!isZero[i]) next = i;
    stands[i] = next;
  }
  return stands;
}
