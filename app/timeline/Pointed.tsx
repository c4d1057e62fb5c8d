/** In words what is pointed at, by mouse or by keyboard: exact counts from the engine. Only these words render as the pointer
 *  moves. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type Answer, type Ask, actorLabel, type RunInfo, sayTime } from '../../engine/index.ts';
import type { Watched } from '../lib/cell.ts';
import type { Engine } from '../run/engine.ts';
import { words } from '../texts/timeline.ts';
import type { Window } from './scale.ts';

export interface Place {
  /** The events of the column. */
  readonly column: Window;
  /** Those of one actor, or (null) of all. */
  readonly lane: number | null;
  /** By keyboard: the words are also spoken. */
  readonly spoken: boolean;
}

interface Props {
  readonly info: RunInfo;
  readonly engine: Engine;
  readonly place: Watched<Place | null>;
  /** What is said while nothing is pointed at. */
  readonly otherwise: string;
}

export function Pointed({ info, engine, place, otherwise }: Props) {
  const at = useSyncExternalStore(place.subscribe, place.get);
  const [told, setTold] = useState<{ at: Place; says: string } | null>(null);
  const newest = useRef<Place | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    newest.current = at;
    if (asking.current || !at) return;
    const pump = async () => {
      asking.current = true;
      for (let next = newest.current; next; ) {
        const ask: Ask<'tally'> = { run: info.run, ...next.column, actor: next.lane };
        const answer = await engine.ask('tally', ask);
        if (answer.ok) setTold({ at: next, says: say(answer.value, next, info) });
        next = newest.current === next ? null : newest.current;
      }
      asking.current = false;
    };
    void pump();
  }, [at, engine, info]);
  const says = at && told ? told.says : otherwise;
  return (
    <>
      <span className="timeline-where" title={says}>
        {says}
      </span>
      <span className="spoken" role="status">
        {at?.spoken && told?.at === at ? says : ''}
      </span>
    </>
  );
}

function say(
  { from, to, fromNs, toNs, kinds, words: one }: Answer<'tally'>,
  at: Place,
  info: RunInfo,
): string {
  const where = `${words.steps(from, to)}, ${sayTimes(fromNs, toNs)}`;
  const [only] = kinds;
  if (one !== null && only) return words.one(only[0], one, where);
  return words.tally(kinds, where, at.lane === null ? null : actorLabel(at.lane, info.cast));
}

/** `14.200–14.900 ms`: the unit once where both have the same. */
export function sayTimes(from: number, to: number): string {
  const [a, b] = [sayTime(from), sayTime(to)];
  if (a === b) return b;
  const [number, unit, ...more] = a.split(' ');
  return more.length === 0 && b.endsWith(` ${unit}`) ? `${number}–${b}` : `${a}–${b}`;
}
