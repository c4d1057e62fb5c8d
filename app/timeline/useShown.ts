/** What the engine says of the window in view: lanes and, where there is room for each, its single events. */
import { useEffect, useRef, useState } from 'react';
import { ACTORS, type Ask, type Axis, type Hit, type Lanes, type RunInfo } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { GUTTER } from './paint.ts';
import type { Span } from './scale.ts';

export interface Shown {
  readonly lanes: Lanes;
  /** The events of the window, when each has some pixels; else null. */
  readonly events: readonly Hit[] | null;
}

/** Fewest pixels of an event that is drawn as itself. */
const ROOM = 4;

async function show(engine: Engine, ask: Ask<'lanes'>): Promise<Shown | null> {
  const { run, from, to, buckets } = ask;
  const single = (to - from) * ROOM <= buckets;
  const [lanes, told] = await Promise.all([
    engine.ask('lanes', ask),
    single ? engine.ask('events', { run, from, to }) : null,
  ]);
  return lanes.ok ? { lanes: lanes.value, events: told?.ok ? told.value.events : null } : null;
}

/** Null until the first answer; then the newest there is. `width` is that of the timeline, labels included. */
export function useShown(engine: Engine, run: number, view: Span, axis: Axis, width: number): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  // One question in flight and the newest one waiting: a wheel turns faster than a long run answers.
  const newest = useRef<Ask<'lanes'> | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    if (width <= GUTTER) return;
    const want = { run, from: view.from, to: view.to, buckets: width - GUTTER, axis };
    newest.current = want;
    const pump = async () => {
      asking.current = true;
      for (let next = newest.current; next; ) {
        const answer = await show(engine, next);
        const current = newest.current;
        if (answer && current?.run === next.run) setShown(answer);
        next = current === next ? null : current;
      }
      asking.current = false;
    };
    if (!asking.current) void pump();
    return () => {
      if (newest.current === want) newest.current = null;
    };
  }, [engine, run, view, axis, width]);
  return shown;
}

/** Actors that have an event anywhere in the run. */
export function useActors(engine: Engine, { run, steps }: RunInfo): readonly number[] {
  const [actors, setActors] = useState<readonly number[]>([]);
  useEffect(() => {
    let current = true;
    void engine.ask('lanes', { run, from: 0, to: steps, buckets: 1, axis: 'steps' }).then((r) => {
      if (current && r.ok) setActors([...ACTORS.keys()].filter((a) => r.value.counts[a]! > 0));
    });
    return () => {
      current = false;
    };
  }, [engine, run, steps]);
  return actors;
}
