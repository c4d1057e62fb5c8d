/** Where a step lies among the phases, and where an arrival leads. */
import type { Phase, RunInfo, ShownPhaseName } from '../../engine/index.ts';
import type { Arrival } from '../state/fields.ts';

/** The phase that holds `step`: the last one begun. */
export function phaseAt(info: Pick<RunInfo, 'phases'>, step: number): Phase | null {
  let at: Phase | null = null;
  for (const phase of info.phases) if (phase.step <= step) at = phase;
  return at;
}

const endOf = (info: RunInfo, phase: Phase): number =>
  info.phases.find((p) => p.step > phase.step)?.step ?? info.steps;

/** First step of the phase after (or before) `step`; going back from inside a phase leads to its own start. */
export function phaseStep(info: RunInfo, step: number, back: boolean): number {
  if (!back) return info.phases.find((p) => p.step > step)?.step ?? info.steps;
  return info.phases.findLast((p) => p.step < step)?.step ?? 0;
}

/** The place of a step in words that hold for another run: its phase, and how far in it. */
export function placeOf(info: RunInfo, step: number): { phase: string; part: number } | null {
  const phase = phaseAt(info, step);
  if (!phase) return null;
  const length = endOf(info, phase) - phase.step;
  return { phase: phase.name, part: length > 0 ? (step - phase.step) / length : 0 };
}

/** Phases that show at a glance what a run is about, and the event of each that says so: the guest has stopped (QEMU sets the
 *  state of the migration first), the process is frozen, its writes begin to be tracked. */
const MOMENTS: readonly (readonly [ShownPhaseName, event: number])[] = [
  ['stop', 2],
  ['dump', 1],
  ['track', 1],
];

function momentOf(info: RunInfo): number {
  for (const [name, event] of MOMENTS) {
    const phase = info.phases.find((p) => p.name === name);
    if (phase) return Math.min(phase.step + event, endOf(info, phase));
  }
  return 0;
}

/** The step at which a run opens; `here` is the step that the reader is at. */
export function arrive(info: RunInfo, arrival: Arrival, here: number): number {
  if (arrival.at === 'start') return 0;
  if (arrival.at === 'moment') return momentOf(info);
  if (arrival.at === 'link') return Math.min(arrival.step, info.steps);
  if (arrival.at === 'here') return Math.min(here, info.steps);
  const phase = info.phases.find((p) => p.name === arrival.phase);
  return phase ? Math.round(phase.step + arrival.part * (endOf(info, phase) - phase.step)) : 0;
}
