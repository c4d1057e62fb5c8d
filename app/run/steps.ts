/** Steps by units of meaning: their names, their keys, and the way there. */
import { ACTORS, type RunInfo, type StepUnit } from '../../engine/index.ts';
import { reportProblems, seek } from '../state/actions.ts';
import { store } from '../state/store.ts';
import type { Engine } from './engine.ts';

interface Unit {
  readonly unit: StepUnit;
  /** With Shift, back. */
  readonly key: string;
}

export const UNITS: readonly Unit[] = [
  { unit: 'into', key: 'i' },
  { unit: 'over', key: 'o' },
  { unit: 'out', key: 'u' },
  { unit: 'actor', key: 'a' },
  { unit: 'kind', key: 'k' },
];

/** Goes there; stays where there is no such event. By actor it goes to those of the lane that is picked, if one is. */
export async function stepBy(engine: Engine, info: RunInfo, unit: StepUnit, back: boolean): Promise<void> {
  const { step, lane } = store.getState();
  if (unit === 'actor' && lane !== null) {
    const queries = [`actor=${ACTORS[lane]}`];
    const next = await engine.ask('nextHit', { run: info.run, queries, hazards: false, step, back });
    if (!next.ok) reportProblems(next.problem);
    else if (next.value.step !== null) seek(next.value.step);
    return;
  }
  const answer = await engine.ask('stepBy', { run: info.run, step, unit, back });
  if (answer.ok) seek(answer.value.step);
  else reportProblems(answer.problem);
}
