/** Goes on with a simulation until it is over or meets a bound. Short slices let other requests in between; a long run can be looked
 *  at while it is made, as a run of what there is so far. */
import type { Progress } from '../log/bounds.ts';
import type { Run, Simulation } from '../sim/run.ts';
import { type Clock, SLICE_MS, uncancelled } from './slices.ts';

/** Acts between two looks at the clock. */
const ACTS = 1 << 10;

/** When a worker rests. Neither changes a log. */
export interface Rhythm extends Clock {
  /** Work after which a run that is not over yet can be looked at, ms; then each time its log has doubled. */
  readonly lookAfter: number;
}

/** What is done with a run that is being made. */
export interface Maker {
  /** Reports how far it is, lets other messages in, and returns whether to go on. */
  goesOn(progress: Progress): Promise<boolean>;
  /** The same, with the run so far, which is there to be looked at. */
  show(run: Run, progress: Progress): Promise<boolean>;
}

/** False when the maker does not go on. The run can be gone on with. */
export async function make(simulation: Simulation, rhythm: Rhythm, maker: Maker): Promise<boolean> {
  const { now, lookAfter } = rhythm;
  const { recorder } = simulation;
  let work = 0;
  let nextLook = 0;
  for (;;) {
    const began = now();
    let over = false;
    do over = simulation.next(ACTS);
    while (!over && now() - began < SLICE_MS);
    if (over) return true;
    work += now() - began;
    const { progress } = simulation;
    if (!(await maker.goesOn(progress))) return false;
    if (work < lookAfter || recorder.length < nextLook) continue;
    nextLook = 2 * recorder.length;
    const soFar = await uncancelled(simulation.soFar(), rhythm);
    if (!(await maker.show(soFar, progress))) return false;
  }
}
