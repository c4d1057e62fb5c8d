/** The timeline's window, moved from elsewhere than the timeline. */
import { partOfWindow, zoomWindow } from '../timeline/scale.ts';
import { store } from './store.ts';

/** Zooms around the current step of a run with so many steps. */
export function zoomTimeline(steps: number, factor: number): void {
  const { view, step } = store.getState();
  const from = view ?? { from: 0, to: steps };
  const to = zoomWindow(from, factor, partOfWindow(from, step), steps);
  store.setState({ view: to.from === 0 && to.to >= steps ? null : to });
}
