/** The part of the run in view, and how to change it: a wheel turns several times between two renders. */
import { useCallback, useEffect, useMemo } from 'react';
import type { Watched } from '../ui/cell.ts';
import { useNewest } from '../ui/useNewest.ts';
import { clampWindow, follow, type Span } from './scale.ts';

export type SetWindow = (next: Span | ((view: Span) => Span)) => void;

/** `chosen` is null for the whole run. `onView` gets null for it, and whether the window only followed the step. */
export function useWindow(
  chosen: Span | null,
  steps: number,
  step: Watched<number>,
  onView: (view: Span | null, follows: boolean) => void,
) {
  const view = useMemo(
    () => (chosen === null ? { from: 0, to: steps } : clampWindow(chosen, steps)),
    [chosen, steps],
  );
  const newest = useNewest(view);
  const change = useCallback(
    (next: Span | ((view: Span) => Span), follows: boolean) => {
      const from = newest.current;
      const to = typeof next === 'function' ? next(from) : next;
      if (to.from === from.from && to.to === from.to) return;
      newest.current = to;
      onView(to.from === 0 && to.to >= steps ? null : to, follows);
    },
    [newest, onView, steps],
  );
  const setView: SetWindow = useCallback((next) => change(next, false), [change]);
  // A magnified window moves along with the playhead, but does not come back to one that stands still.
  useEffect(
    () => step.subscribe(() => change((v) => follow(v, Math.min(step.get(), steps), steps), true)),
    [step, steps, change],
  );
  return { view, setView, newest };
}
