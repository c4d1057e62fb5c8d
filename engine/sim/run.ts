/** From a scenario to a finished run: its log, what the checks say, and the numbers a summary prints. */
import { PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import { PHASE_LABELS, PHASES, type PhaseName } from '../event/actor.ts';
import { K, KINDS } from '../event/event.ts';
import { sayFlags } from '../event/vmalist.ts';
import { Recorder } from '../log/recorder.ts';
import type { Scenario } from '../scenario/schema.ts';
import { Machine } from './machine.ts';

export interface Phase {
  readonly name: PhaseName;
  readonly label: string;
  /** Step after its first event. */
  readonly step: number;
  readonly timeNs: number;
}

export interface Verdict {
  readonly lostPages: number;
  readonly stalePages: number;
  readonly flagsEqual: boolean;
  readonly allHuge: boolean;
  readonly aborted: boolean;
}

export interface Run {
  readonly recorder: Recorder;
  readonly digest: string;
  readonly timeNs: number;
  readonly phases: readonly Phase[];
  readonly verdict: Verdict;
  readonly counters: Readonly<Record<string, number>>;
  /** What was measured, when the run is a recording of a real migration. */
  readonly recording?: RecordingFacts;
}

/** One measured smaps sample beside the prediction at the same step; KiB. */
export interface Measured {
  readonly step: number;
  readonly timeNs: number;
  readonly anonHuge: number;
  readonly rss: number;
  readonly predictedAnonHuge: number;
  readonly predictedRss: number;
  readonly flags: string;
}

export interface RecordingFacts {
  readonly name: string;
  readonly samples: readonly Measured[];
  readonly worstAnonHugeKiB: number;
  readonly worstRssKiB: number;
  /** Samples, more than 1 ms away from a call that changes flags, whose hg, nh or um differ from the prediction. */
  readonly flagsDiffer: number;
}

/** Events between two looks at the clock and the cancel flag; never changes the log. */
const SLICE = 1 << 16;

/** Runs a scenario slice by slice: `next()` does one slice and says whether it is over, `finish()` gives the run. */
export class Simulation {
  readonly recorder: Recorder;
  readonly machine: Machine;

  constructor(readonly scenario: Scenario) {
    this.recorder = new Recorder(scenario.guest.bytes / PAGE_BYTES);
    this.machine = new Machine(scenario, this.recorder);
  }

  /** True when the run is over. */
  next(slice = SLICE): boolean {
    return this.machine.run(slice);
  }

  /** Part done, 0…1, by pages on the destination: for a progress bar, not for truth. */
  get progress(): number {
    const s = this.recorder.state;
    const phase = s.phase / (PHASES.length - 1);
    return Math.min(1, s.phase <= 1 ? (s.counts[K.LOAD] as number) / s.pages / 2 : 0.5 + phase / 2);
  }

  finish(): Run {
    const { machine, recorder } = this;
    recorder.finish();
    const s = recorder.state;
    const flags = (side: typeof s.dst) =>
      side.vmas.list.map((v) => `${v.start}-${v.end} ${sayFlags(v.flags)}`).join();
    return {
      recorder,
      digest: recorder.columns.digest(),
      timeNs: recorder.now,
      phases: phasesOf(recorder),
      verdict: {
        lostPages: s.lost,
        stalePages: Math.max(s.stale, machine.aborted ? 0 : machine.countWrong() - s.lost),
        flagsEqual: flags(s.src) === flags(s.dst),
        allHuge: s.dst.huge === s.pages / PMD_PAGES,
        aborted: machine.aborted,
      },
      counters: {
        ...kindCounts(recorder),
        'dirty sync count': machine.source.syncs,
        'discarded pages': machine.source.discarded,
        'wrong at resume': machine.wrongAtResume,
        downtime: machine.ranAt < 0 ? -1 : machine.ranAt - machine.stoppedAt,
        'postcopy blocktime': machine.guest.blocked,
        transferred: s.delivered,
      },
    };
  }
}

/** Runs a whole scenario at once. */
export function simulate(scenario: Scenario): Run {
  const simulation = new Simulation(scenario);
  while (!simulation.next());
  return simulation.finish();
}

/** Events by kind name, those that happened. */
export function kindCounts(recorder: Recorder): Record<string, number> {
  const counts: Record<string, number> = {};
  KINDS.forEach((kind, i) => {
    const n = recorder.state.counts[i] as number;
    if (n > 0) counts[kind.name] = n;
  });
  return counts;
}

/** Phase starts, found in the log. */
export function phasesOf(recorder: Recorder): Phase[] {
  const { columns } = recorder;
  const phases: Phase[] = [];
  for (let base = 0, c = 0; base < columns.length; base += 1 << 16, c++) {
    const { kind } = columns.chunks[c] as { kind: Uint8Array };
    for (
      let i = kind.indexOf(K.PHASE);
      i >= 0 && base + i < columns.length;
      i = kind.indexOf(K.PHASE, i + 1)
    ) {
      const n = base + i;
      const name = PHASES[columns.arg(n)] as PhaseName;
      phases.push({ name, label: PHASE_LABELS[name], step: n + 1, timeNs: columns.time(n) });
    }
  }
  return phases;
}
