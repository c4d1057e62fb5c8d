/** From a scenario to a finished run: its log, what the checks say, and the numbers a summary prints. */
import { PAGE_BYTES, PMD_BYTES, PMD_PAGES } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { K } from '../event/event.ts';
import { SENT } from '../event/pageword.ts';
import type { Side } from '../event/state.ts';
import { sayFlags, VM_UFFD_WP } from '../event/vmalist.ts';
import { countLogged } from '../kvm/tracker.ts';
import { BOUNDS, type Progress, type Stopped } from '../log/bounds.ts';
import { PIECE } from '../log/columns.ts';
import { type Recorded, recorded } from '../log/recorded.ts';
import { Recorder } from '../log/recorder.ts';
import type { Scenario } from '../scenario/schema.ts';
import { convergence, ProgressMeter, stoppedAt } from './bounded.ts';
import { Machine } from './machine.ts';

/** What the checks say at the end of a migration. */
export interface Verdict {
  readonly lostPages: number;
  readonly stalePages: number;
  readonly flagsEqual: boolean;
  readonly allHuge: boolean;
  readonly aborted: boolean;
  /** Flags of the destination's VMAs at the end, as smaps prints them: `0-16383 hg`, one a VMA. */
  readonly flagsAtEnd: string;
  /** What was done in vain, bytes: huge pages thrown away (S0.8), pages that had to be sent again, memory still held beyond
   *  what is mapped (H9). */
  readonly wastedBytes: number;
}

/** Stands in files and answers for the verdict of a script, which has nothing to check. */
export const NO_VERDICT: Verdict = {
  lostPages: 0,
  stalePages: 0,
  flagsEqual: true,
  allHuge: false,
  aborted: false,
  flagsAtEnd: '',
  wastedBytes: 0,
};

/** A finished run of a migration. */
export interface Run extends Recorded {
  readonly verdict: Verdict;
}

/** Pages between two looks at the clock: some milliseconds. */
const PAGES = 1 << 21;

/** Acts of actors in a slice, where nobody says how many; never changes the log. */
const SLICE = 1 << 14;

/** Runs a scenario slice by slice: `next()` does one slice and says whether it is over, `finish()` gives the run. */
export class Simulation {
  readonly recorder: Recorder;
  readonly machine: Machine;
  private readonly meter: ProgressMeter;
  /** It has gone on past a bound, where a run of the same scenario ends. */
  isBeyond = false;
  /** The browser had no memory for more. */
  private isOutOfMemory = false;

  /** `bounds` are those of tests. */
  constructor(
    readonly scenario: Scenario,
    bounds = BOUNDS,
  ) {
    this.recorder = new Recorder(scenario.guest.bytes / PAGE_BYTES);
    this.machine = new Machine(scenario, this.recorder, bounds);
    const { guest, passes } = this.machine;
    this.meter = new ProgressMeter(scenario, () => guest.bootedPages, passes);
  }

  /** True when the run is over, or has met a bound. */
  next(slice = SLICE): boolean {
    try {
      return this.machine.run(slice) || this.machine.met !== null;
    } catch (error) {
      // An event is in the log before it changes the state: what there is, is whole.
      if (!isOutOfMemory(error)) throw error;
      this.isOutOfMemory = true;
      return true;
    }
  }

  /** How far it is: for a reader who waits, not for truth. */
  get progress(): Progress {
    return this.meter.read(this.recorder.state, this.recorder.length);
  }

  /** What keeps the run from going on; null while nothing does, or when it is over. */
  get stopped(): Stopped | null {
    const { machine, recorder } = this;
    const by = this.isOutOfMemory ? 'memory' : machine.met;
    if (!by) return null;
    const converges = convergence(machine.passes, recorder.state, countLogged(machine.src));
    return stoppedAt(by, this.progress, converges);
  }

  /** A stopped run may go on: false at the end of the log's time or of memory. */
  get canGoOn(): boolean {
    return this.machine.met !== null && this.machine.met !== 'time' && !this.isOutOfMemory;
  }

  /** Stops it here. */
  stop(): void {
    this.machine.met ??= 'reader';
  }

  /** Lets a stopped run go on, by as many events again. */
  goOn(): void {
    this.isBeyond ||= this.machine.met !== null && this.machine.met !== 'reader';
    this.machine.goOn();
  }

  /** The run so far, which stays as it is while this one goes on. Nothing is known of its end: its verdict is that of a run that
   *  does not complete, with what was lost until now. */
  *soFar(): Work<Run> {
    const { recorder } = this;
    const { lost, stale, dst } = recorder.state;
    const { stopped } = this;
    if (stopped) recorder.seeAll();
    const verdict = {
      ...NO_VERDICT,
      lostPages: lost,
      stalePages: stale,
      flagsEqual: false,
      aborted: true,
      flagsAtEnd: sayVmas(dst),
    };
    return {
      ...(yield* recorded(recorder.soFar(), this.scenario.system, this.counters())),
      verdict,
      ...(stopped ? { stopped } : {}),
    };
  }

  private counters(): Readonly<Record<string, number>> {
    const { machine, recorder } = this;
    return {
      transferred: recorder.state.delivered,
      ...machine.migration.counters(),
      'wrong at resume': machine.wrongAtResume,
      downtime: machine.ranAt < 0 ? -1 : machine.ranAt - machine.stoppedAt,
      'postcopy blocktime': machine.guest.blocked,
    };
  }

  /** The run. One that met a bound is the run so far. */
  finish(): Run {
    return whole(this.finishing());
  }

  /** The same. */
  *finishing(): Work<Run> {
    const { machine, recorder } = this;
    if (this.stopped) return yield* this.soFar();
    const s = recorder.state;
    // Where the guest is: a migration that was given up leaves nothing on the other side.
    const home = s.side(machine.guest.host);
    const wrong = machine.aborted ? 0 : yield* machine.countingWrong();
    const wastedBytes = yield* wasteOf(recorder);
    const log = yield* recorded(recorder, this.scenario.system, this.counters());
    return {
      ...log,
      verdict: {
        lostPages: s.lost,
        stalePages: Math.max(s.stale, wrong - s.lost),
        flagsEqual: sayVmas(s.src, VM_UFFD_WP) === sayVmas(home, VM_UFFD_WP),
        allHuge: home.huge === s.pages / PMD_PAGES,
        aborted: machine.aborted,
        flagsAtEnd: sayVmas(home),
        wastedBytes,
      },
    };
  }
}

/** What browsers throw when there is no room for an array. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /alloc|memory|array length/i.test(error.message);

/** Runs `scenario` to its end, or to a bound. */
export function simulate(scenario: Scenario): Run {
  const simulation = new Simulation(scenario);
  while (!simulation.next());
  return simulation.finish();
}

/** `0-16383 hg, 16384-32767 nh`: pages and flags of each VMA, `but` for some flags. */
export function sayVmas(side: Side, but = 0): string {
  return side.vmas.list
    .map((v) => `${v.start}-${v.end - 1} ${sayFlags(v.flags & ~but)}`.trimEnd())
    .join(', ');
}

/** Bytes of work done in vain: huge pages allocated and thrown away, pages sent or dumped once more than once, memory that the
 *  destination's folios hold beyond what is mapped. */
export function* wasteOf({ state: s, columns }: Recorder): Work<number> {
  let once = 0;
  for (let from = 0; from < s.pages; from += PAGES) {
    for (let p = from, to = Math.min(s.pages, from + PAGES); p < to; p++) if (s.src.words[p]! & SENT) once++;
    yield from / s.pages;
  }
  const n = (kind: number): number => s.counts[kind]!;
  let sent = n(K.SEND) + n(K.SEND_ZERO);
  // Images take pages by the range.
  for (let i = 0, left = n(K.IMAGE_WRITE); left > 0; i++) {
    if (i % PIECE === 0) yield 1;
    if (columns.kind(i) !== K.IMAGE_WRITE) continue;
    sent += columns.arg(i);
    left--;
  }
  const again = Math.max(0, sent - once);
  return n(K.THP_THROWN) * PMD_BYTES + (again + s.dst.held) * PAGE_BYTES;
}
