/** Play, pause, and play again from the start when the end was reached. */
import type { RunInfo } from '../../engine/index.ts';
import { store } from '../state/store.ts';

export function togglePlay(info: RunInfo | null): void {
  const { playing, step } = store.getState();
  const again = !playing && info !== null && step >= info.steps;
  store.setState({ playing: !playing, ...(again ? { step: 0 } : {}) });
}
