/** Runs a whole scenario at once, whichever it is. */
import './everything.ts';
import type { Scenario } from '../scenario/schema.ts';
import { type Run, Simulation } from './run.ts';

/** Runs `scenario` to its end. */
export function simulate(scenario: Scenario): Run {
  const simulation = new Simulation(scenario);
  while (!simulation.next());
  return simulation.finish();
}
