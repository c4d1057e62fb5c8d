/** The guest: vCPUs that boot by writing all memory once, then run a workload, on the source and later on the destination. */
import { Random } from '../base/random.ts';
import { PAGE_BYTES, SECOND } from '../base/units.ts';
import { VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, type Host } from '../event/pageword.ts';
import { eptAccess } from '../kvm/vcpu.ts';
import { touch } from '../mm/fault.ts';
import type { Mm } from '../mm/mm.ts';
import type { Scenario } from '../scenario/schema.ts';
import { makeWorkload, type Workload } from '../workload/workload.ts';

/** Pages written in one event while booting. */
const POPULATE_BATCH = 32;
const NONE = 0xffffffff;

export class Guest {
  /** Where it runs. */
  host: Host = HOST_SRC;
  running = false;
  /** Pages written so far by the boot. */
  private booted = 0;
  /** Page each vCPU sleeps for, NONE when it runs; bit 0 of `asleepWrite` says it was a write. */
  private readonly asleep: Uint32Array;
  private readonly asleepWrite: Uint8Array;
  private readonly asleepSince: Float64Array;
  /** Retry of the access that faulted. */
  private readonly retry: Uint32Array;
  private readonly random: Random[];
  private readonly workload: Workload;
  private readonly gap: number;
  /** Sum of the time vCPUs slept in userfaults, ns. */
  blocked = 0;

  constructor(
    scenario: Scenario,
    private readonly src: Mm,
    private readonly dst: Mm,
    /** Hears of a userfault: page, write, event. */
    private readonly onUserfault: (page: number, event: number, readAt: number) => void,
  ) {
    const { vcpus, dirtyRate, seed, workload } = scenario.guest;
    this.asleep = new Uint32Array(vcpus).fill(NONE);
    this.retry = new Uint32Array(vcpus).fill(NONE);
    this.asleepWrite = new Uint8Array(vcpus);
    this.asleepSince = new Float64Array(vcpus);
    this.random = Array.from({ length: vcpus }, (_, i) => new Random(seed, i));
    this.workload = makeWorkload(workload, src.pages, seed);
    // A vCPU waits between half and one and a half gaps, so that together they write `dirtyRate` bytes of pages a second.
    this.gap =
      dirtyRate === 0 ? Infinity : Math.max(1, Math.round((vcpus * PAGE_BYTES * SECOND) / dirtyRate));
  }

  get vcpus(): number {
    return this.asleep.length;
  }
  get isBooted(): boolean {
    return this.booted >= this.src.pages;
  }

  /** Writes the next batch of memory for the first time. Returns the time it took, ns. */
  boot(): number {
    const page = this.booted;
    const n = Math.min(POPULATE_BATCH, this.src.pages - page);
    const by = who(VCPU, HOST_SRC);
    eptAccess(this.src, page, true, by);
    for (let p = page + 1; p < page + n; p++) touch(this.src, p, true, by, NO_CAUSE);
    this.src.version.fill(1, page, page + n);
    this.src.out.emit(K.POPULATE, by, page, n, NO_CAUSE);
    this.booted += n;
    return n * this.src.sys.costs.populatePage + this.src.takeSpent();
  }

  /** One access of vCPU `cpu` at `now`. Returns when it makes its next one; Infinity while it sleeps. */
  step(cpu: number, now: number): number {
    const random = this.random[cpu] as Random;
    if (this.host === HOST_SRC) {
      const page = this.workload.next(random);
      const by = who(VCPU, HOST_SRC, cpu);
      eptAccess(this.src, page, true, by);
      const version = (this.src.version[page] as number) + 1;
      this.src.version[page] = version;
      this.src.out.emit(K.WRITE, by, page, version, NO_CAUSE);
      return now + this.src.takeSpent() + this.think(random);
    }
    const again = this.retry[cpu] as number;
    const page = again === NONE ? this.workload.next(random) : again;
    const write = again === NONE ? (random.u32() & 1) === 1 : this.asleepWrite[cpu] === 1;
    this.retry[cpu] = NONE;
    const { dst } = this;
    const by = who(VCPU, HOST_DST, cpu);
    if (!eptAccess(dst, page, write, by)) {
      this.asleep[cpu] = page;
      this.asleepWrite[cpu] = write ? 1 : 0;
      this.asleepSince[cpu] = now;
      const fault = dst.out.emit(K.UFFD_FAULT, by, page, write ? 1 : 0, NO_CAUSE);
      this.onUserfault(page, fault, now + dst.takeSpent());
      return Infinity;
    }
    if (write) {
      const version = (dst.version[page] as number) + 1;
      dst.version[page] = version;
      dst.out.emit(K.WRITE, by, page, version, NO_CAUSE);
    } else dst.out.emit(K.READ, by, page, 0, NO_CAUSE);
    return now + dst.takeSpent() + this.think(random);
  }

  /** Wakes the vCPUs that sleep for `page` (U11); each re-executes its access. Returns how many, calling `wake(cpu, at)`. */
  wake(page: number, now: number, wake: (cpu: number, at: number) => void): number {
    const runsAgain = now + this.dst.sys.costs.wake;
    let n = 0;
    for (let cpu = 0; cpu < this.asleep.length; cpu++) {
      if (this.asleep[cpu] !== page) continue;
      this.asleep[cpu] = NONE;
      this.retry[cpu] = page;
      this.blocked += runsAgain - (this.asleepSince[cpu] as number);
      wake(cpu, runsAgain);
      n++;
    }
    return n;
  }

  /** First access of a vCPU after it starts, spread over one gap. */
  firstStep(cpu: number, now: number): number {
    return this.gap === Infinity ? Infinity : now + (this.random[cpu] as Random).below(this.gap);
  }

  private think(random: Random): number {
    return this.gap === Infinity ? Infinity : (this.gap >> 1) + random.below(this.gap);
  }
}
