/** What the engine reports of the window in view: lanes and, where there is room for each, its single events. */
import { useEffect, useMemo, useState } from 'react';
import type { Ask, Axis, Hit, Lanes } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { useSession } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { latest } from '../ui/latest.ts';
import { GUTTER } from './rows.ts';
import type { Span } from './scale.ts';

export interface Shown {
  readonly lanes: Lanes;
  /** The axis of these lanes. */
  readonly axis: Axis;
  /** The events of the window, when each has some pixels; else null. */
  readonly events: readonly Hit[] | null;
}

/** Fewest pixels of an event that is drawn as itself. */
const ROOM = 4;

async function show(engine: Engine, ask: Ask<'lanes'>): Promise<Shown | null> {
  const { run, from, to, buckets } = ask;
  const single = (to - from) * ROOM <= buckets;
  const [lanes, events] = await Promise.all([
    engine.ask('lanes', ask),
    single ? engine.ask('events', { run, from, to }) : null,
  ]);
  return lanes.ok
    ? { lanes: lanes.value, axis: ask.axis, events: events?.ok ? events.value.events : null }
    : null;
}

/** Null until the first answer; then the newest there is. `width` is that of the timeline, labels included. */
export function useShown(run: number, view: Span, width: number): Shown | null {
  const { engine } = useSession();
  const axis = useChosen((s) => s.axis);
  const [shown, setShown] = useState<Shown | null>(null);
  const newest = useMemo(() => latest((ask: Ask<'lanes'>) => show(engine, ask)), [engine]);
  // Answers of another run are not shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at the end of each run
  useEffect(() => () => newest.drop(), [newest, run]);
  useEffect(() => {
    if (width <= GUTTER) return;
    const { from, to } = view;
    void newest
      .ask({ run, from, to, buckets: width - GUTTER, axis })
      .then((answer) => answer && setShown(answer));
  }, [newest, run, view, axis, width]);
  return shown;
}
