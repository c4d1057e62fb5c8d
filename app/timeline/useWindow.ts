/** The part of the run in view, and how to change it: a wheel turns several times between two renders. */
import { useCallback, useEffect, useMemo } from 'react';
import { useSession } from '../run/session.ts';
import { setView } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { useNewest } from '../ui/useNewest.ts';
import { clampWindow, follow, type Span } from './scale.ts';

type Next = Span | ((view: Span) => Span);

export interface TimelineWindow {
  readonly shown: Span;
  /** That of the newest change, which may not be rendered yet. */
  readonly newest: { readonly current: Span };
  readonly set: (next: Next) => void;
}

export function useWindow(steps: number): TimelineWindow {
  const { step } = useSession();
  const chosen = useChosen((s) => s.view);
  const rendered = useNewest(chosen);
  const shown = useMemo(
    () => (chosen === null ? { from: 0, to: steps } : clampWindow(chosen, steps)),
    [chosen, steps],
  );
  const newest = useNewest(shown);
  const change = useCallback(
    (next: Next, follows: boolean) => {
      const from = newest.current;
      const to = typeof next === 'function' ? next(from) : next;
      if (to.from === from.from && to.to === from.to) return;
      newest.current = to;
      const choose = () => setView(to.from === 0 && to.to >= steps ? null : to);
      if (!follows) choose();
      // A window that came with the step, as of a link, is not one to be led away from.
      else if (store.getState().view === rendered.current) views.quietly(choose);
    },
    [newest, rendered, steps],
  );
  // A magnified window moves along with the playhead, but does not come back to one that stands still.
  useEffect(
    () => step.subscribe(() => change((v) => follow(v, Math.min(step.get(), steps), steps), true)),
    [step, steps, change],
  );
  const set = useCallback((next: Next) => change(next, false), [change]);
  return { shown, newest, set };
}
