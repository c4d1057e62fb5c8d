/** Where a simulation ends that would go on for ever, and how far one is: by events, and by pages of the phase that runs. */
import { PHASES } from '../event/actor.ts';
import { K } from '../event/event.ts';
import type { MemoryState } from '../event/state.ts';
import { BOUNDS, type Bound, boundReached, type Progress, type Stopped } from '../log/bounds.ts';
import type { Recorder } from '../log/recorder.ts';
import type { Scenario } from '../scenario/schema.ts';

/** Events between two looks at the bounds of time and memory. */
const LOOK = 1 << 16;

export class Bounds {
  private readonly bounds: Record<Bound, number>;
  private next: number;

  constructor(private readonly first: typeof BOUNDS) {
    this.bounds = { ...first };
    this.next = Math.min(LOOK, first.events);
  }

  /** Called before each act, at its time: the bound that the run has met. It depends on the log alone. */
  met(recorder: Recorder, time: number): Bound | null {
    if (recorder.length < this.next && time <= this.bounds.time) return null;
    const met = boundReached({ length: recorder.length, now: time, bytes: recorder.bytes }, this.bounds);
    this.next = Math.min(this.bounds.events, (Math.floor(recorder.length / LOOK) + 1) * LOOK);
    return met;
  }

  /** Lets the run go on by as much again. The log has no more room for time. */
  raise(met: Stopped['by']): void {
    if (met === 'time' || met === 'reader') return;
    this.bounds[met] += this.first[met];
    this.next = 0;
  }
}

/** Pages to send at the beginning of each pass of precopy, or round of tracking. */
export class Passes {
  readonly pages: number[] = [];

  /** Called after each act. */
  look({ counts, toSend }: MemoryState): void {
    if (counts[K.ROUND_BEGIN]! > this.pages.length) this.pages.push(toSend);
  }
}

/** A pass that leaves more than this part of what the one before had does not bring the end nearer. */
const GAIN = 0.9;

/** Pages that were written since they were sent are `dirty`. */
export function convergence({ pages }: Passes, { toSend }: MemoryState, dirty: number): boolean | null {
  const last = pages.at(-1);
  if (last === undefined) return null;
  const before = pages.at(-2);
  return before === undefined ? dirty < last - toSend : last < before * GAIN;
}

/** Where each phase begins and ends in the bar, 0…1: by the events that it takes in runs of each system. */
const SHARES: Readonly<Record<string, readonly [from: number, to: number]>> = {
  populate: [0, 0.04],
  precopy: [0.04, 0.8],
  stop: [0.8, 0.81],
  nohugepage: [0.81, 0.82],
  discard: [0.82, 0.86],
  listen: [0.86, 0.87],
  postcopy: [0.87, 0.96],
  paused: [0.87, 0.96],
  recover: [0.87, 0.96],
  completed: [0.96, 0.97],
  cancelled: [0.96, 0.97],
  cleanup: [0.96, 0.97],
  khugepaged: [0.97, 1],
  end: [1, 1],
  predump: [0.04, 0.3],
  dump: [0.3, 0.45],
  restore: [0.45, 0.7],
  arm: [0.7, 0.71],
  lazy: [0.71, 0.97],
  track: [0.04, 1],
};
/** Postcopy from the start has all pages to send. */
const POSTCOPY_ONLY: typeof SHARES = { precopy: [0.04, 0.05], stop: [0.05, 0.05], nohugepage: [0.05, 0.05] };

export class ProgressMeter {
  private part = 0;
  private events = 0;
  /** Pages to send when the present phase began. */
  private phase = -1;
  private atBegin = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly booted: () => number,
    private readonly passes: Passes,
  ) {}

  /** How far the run is now. Its part rises with every call between which something happened. */
  read(state: MemoryState, events: number): Progress {
    if (state.phase !== this.phase) {
      this.phase = state.phase;
      this.atBegin = state.toSend + state.inFlight;
    }
    const phase = PHASES[state.phase]!;
    const { done, of, pass } = this.pages(state);
    const within = of > 0 ? done / of : 0;
    const [from, to] = this.shareOf(phase);
    // No pass is known to be the last: each has half of what is left.
    const before = pass > 1 && this.scenario.system === 'qemu' ? 1 - 0.5 ** (pass - 1) : 0;
    const share = pass > 0 && this.isOpen ? before + within * (1 - before) * 0.5 : within;
    // Where pages do not tell, events do, against the most that a run may have.
    const least = this.part + ((1 - this.part) * (events - this.events)) / BOUNDS.events;
    this.part = Math.min(1, Math.max(least, from + share * (to - from)));
    this.events = events;
    return { part: this.part, phase, pass, done, of, events };
  }

  /** Precopy may have any number of passes. */
  private get isOpen(): boolean {
    return this.scenario.qemu.mode === 'precopy';
  }

  private shareOf(phase: string): readonly [number, number] {
    const { system, qemu } = this.scenario;
    const own = system === 'qemu' && qemu.mode === 'postcopy' ? POSTCOPY_ONLY[phase] : undefined;
    if (system === 'qemu' && qemu.mode === 'postcopy' && phase === 'postcopy') return [0.1, 0.96];
    return own ?? SHARES[phase] ?? [this.part, this.part];
  }

  private pages(state: MemoryState): { done: number; of: number; pass: number } {
    const { pages } = state;
    switch (PHASES[state.phase]) {
      case 'populate':
        return { done: this.booted(), of: pages, pass: 0 };
      case 'precopy': {
        const of = this.passes.pages.at(-1) ?? 0;
        return { done: Math.max(0, of - state.toSend), of, pass: this.passes.pages.length };
      }
      case 'track': {
        const { rounds } = this.scenario.tracking;
        return { done: 0, of: 0, pass: Math.min(rounds, this.passes.pages.length) };
      }
      case 'postcopy':
      case 'lazy':
        return { done: Math.max(0, this.atBegin - state.toSend - state.inFlight), of: this.atBegin, pass: 0 };
      case 'khugepaged':
        return { done: state.dst.huge * (pages / state.regions), of: pages, pass: 0 };
      default:
        return { done: 0, of: 0, pass: 0 };
    }
  }
}

/** What a stopped run says of itself. */
export function stoppedAt(
  by: Stopped['by'],
  { phase, pass, done, of }: Progress,
  converges: boolean | null,
): Stopped {
  return { by, phase, pass, done, of, converges: phase === 'precopy' ? converges : null };
}
