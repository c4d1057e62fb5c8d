/** Runs a fitted scenario in the engine: its total time, downtime and curves, beside what was measured. A second or two of work, in
 *  slices, so that a worker can do other things between them. */
import { EngineBug } from '../base/invariant.ts';
import { MS, PAGE_BYTES } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { migState } from '../event/migstate.ts';
import { HOST_SRC } from '../event/pageword.ts';
import type { Recorder } from '../log/recorder.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { Simulation } from '../sim/run.ts';
import type { CurvePoint, Fit } from './fit.ts';
import { PAGE_ON_WIRE } from './rounds.ts';
import type { FitOverrides } from './whatifs.ts';

/** Acts between two points of the curves. */
const SLICE = 512;
/** A run that goes on for so many events does not end. */
const MOST_EVENTS = 1 << 23;

export interface Rehearsal {
  /** Null when it does not end. */
  readonly totalMs: number | null;
  readonly downtimeMs: number | null;
  readonly normalPages: number;
  readonly transferredBytes: number;
  /** In bytes of the real guest. */
  readonly curve: readonly CurvePoint[];
}

/** When the migration began, ended and stopped the guest; ns, -1 for not yet. */
class Watch {
  began = -1;
  ended = -1;
  stopped = -1;
  ran = -1;
  private read = 0;

  /** Looks at the events since the last look. */
  look({ columns, length }: Recorder): void {
    for (; this.read < length; this.read++) {
      const time = columns.time(this.read);
      switch (columns.kind(this.read)) {
        case K.VM_STOP:
          this.stopped = time;
          break;
        case K.VM_RUN:
          this.ran = time;
          break;
        case K.MIG_STATE:
          if (hostOf(columns.who(this.read)) === HOST_SRC) this.enter(migState(columns.arg(this.read)), time);
          break;
      }
    }
  }

  private enter(state: string, time: number): void {
    if (state === 'setup') this.began = time;
    else if (state === 'completed') this.ended = time;
  }
}

/** The run of a fit, or of one of its what-ifs. */
export function* rehearsing(fit: Fit, overrides: FitOverrides = fit.overrides): Work<Rehearsal> {
  const preset = findPreset(fit.preset);
  const scenario = preset.ok ? withOverrides(preset.value, overrides) : preset;
  if (!scenario.ok) throw new EngineBug('fit', { problem: scenario.problem.message });
  const simulation = new Simulation(scenario.value);
  const { recorder } = simulation;
  const watch = new Watch();
  const curve: CurvePoint[] = [];
  const sentPages = () => recorder.state.counts[K.SEND]! * fit.scale;
  for (let over = false; !over && watch.ended < 0 && recorder.length < MOST_EVENTS; ) {
    over = simulation.next(SLICE);
    watch.look(recorder);
    if (watch.began >= 0)
      curve.push({
        ms: (recorder.now - watch.began) / MS,
        remainingBytes: recorder.state.toSend * PAGE_BYTES * fit.scale,
        transferredBytes: sentPages() * PAGE_ON_WIRE,
        dirtyPagesPerSecond: null,
      });
    yield simulation.progress.part;
  }
  const { began, ended, stopped, ran } = watch;
  const normalPages = sentPages();
  return {
    totalMs: ended < 0 ? null : (ended - began) / MS,
    downtimeMs: ended < 0 || ran < 0 ? null : (ran - stopped) / MS,
    normalPages,
    transferredBytes: normalPages * PAGE_ON_WIRE,
    curve,
  };
}

/** The same at once. */
export function rehearse(fit: Fit, overrides: FitOverrides = fit.overrides): Rehearsal {
  return whole(rehearsing(fit, overrides));
}
