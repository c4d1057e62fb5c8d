/** Turning knobs of the preset on screen. */
import { useCallback } from 'react';
import type { Problem, RunInfo } from '../../engine/index.ts';
import { placeOf } from '../run/phases.ts';
import { useSession } from '../run/session.ts';
import { override } from '../state/actions.ts';
import type { Overrides } from '../state/choice.ts';
import type { Arrival } from '../state/fields.ts';
import { store } from '../state/store.ts';
import { turn } from './choice.ts';

/** Sets knobs and runs the scenario anew: the reader stays at the same place of the same phase of `info`, the run on screen, or
 *  goes to `arrival`. Returns why the engine refuses. */
export function turnKnobs(info: RunInfo | null, values: Overrides, arrival?: Arrival): Problem | null {
  const { choice, step } = store.getState();
  if (choice.kind !== 'preset') return null;
  const turned = turn(choice, values);
  if ('code' in turned) return turned;
  const place = info && placeOf(info, step);
  override(turned.overrides, arrival ?? (place ? { at: 'phase', ...place } : { at: 'start' }));
  return null;
}

export type Turn = (values: Overrides, arrival?: Arrival) => Problem | null;

export function useTurn(): Turn {
  const { run } = useSession();
  return useCallback((values, arrival) => turnKnobs(run.get(), values, arrival), [run]);
}
