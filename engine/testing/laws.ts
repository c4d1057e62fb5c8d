/** Runs that are held to every law on the way. */
import { StepChecker } from '../check/stepchecker.ts';
import type { Run, Simulation } from '../sim/run.ts';

/** Runs `simulation` to its end and checks the laws of its state after every step: what changed, and now and then everything.
 *  Throws when a law does not hold, or when time goes back. `also` is told each step, for laws of one system only. */
export function checkedRun(simulation: Simulation, also?: (step: number) => void): Run {
  const { recorder } = simulation;
  const checker = new StepChecker(recorder.state);
  let time = 0;
  for (let step = 0; ; step++) {
    const over = simulation.next(1);
    if (recorder.now < time) throw new Error(`time goes back from ${time} to ${recorder.now}`);
    time = recorder.now;
    checker.check();
    also?.(step);
    if (!over) continue;
    checker.checkAll();
    return simulation.finish();
  }
}
