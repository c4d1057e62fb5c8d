/** From one branch to another. */
import type { RunInfo } from '../../engine/index.ts';
import { placeOf } from '../run/phases.ts';
import { showBranch } from '../state/actions.ts';
import type { Arrival } from '../state/fields.ts';
import { store } from '../state/store.ts';
import type { PresetChoice } from './choice.ts';
import { forkStep } from './tree.ts';

/** Shows another branch: the reader stays at the step if it lies before the fork, comes to the fork if not, and where branches
 *  differ from the beginning stays at the same place of the phase. */
export function switchTo(target: PresetChoice, info: RunInfo | null): void {
  const { choice, step } = store.getState();
  const fork = choice.kind === 'preset' ? forkStep(choice, target) : null;
  const place = info && placeOf(info, step);
  const arrival: Arrival =
    fork !== null
      ? { at: 'step', step: Math.min(step, fork) }
      : place
        ? { at: 'phase', ...place }
        : { at: 'start' };
  showBranch(target, arrival);
}
