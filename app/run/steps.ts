/** Steps by units of meaning: their names, their keys, and the way there. */
import { ACTORS, type RunInfo, type StepUnit } from '../../engine/index.ts';
import { store } from '../state/store.ts';
import type { Engine } from './engine.ts';
import { follow } from './follow.ts';

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
    await follow(engine.ask('nextHit', { run: info.run, queries, hazards: false, step, back }));
  } else await follow(engine.ask('stepBy', { run: info.run, step, unit, back }));
}
