/** In words what is pointed at, by mouse or by keyboard: exact counts from the engine. Only these words render as the pointer
 *  moves. */
import { useEffect, useState } from 'react';
import { type Answer, type Ask, actorLabel, type RunInfo, sayTime } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import type { Span } from './scale.ts';

export interface Place {
  /** The events of the column. */
  readonly column: Span;
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
  const [told, setTold] = useState<{ readonly at: Place; readonly says: string } | null>(null);
  useEffect(() => {
    let asking = false;
    let gone = false;
    // The pointer is heard here and not by React: until the engine answered, the words are those of the place before.
    const pump = async () => {
      if (asking) return;
      asking = true;
      for (let at = place.get(); at && !gone; ) {
        const ask: Ask<'tally'> = { run: info.run, ...at.column, actor: at.lane };
        const answer = await engine.ask('tally', ask);
        const now = place.get();
        if (answer.ok && now && !gone) setTold({ at, says: say(answer.value, at, info) });
        at = now === at ? null : now;
      }
      asking = false;
    };
    const hear = () => (place.get() ? void pump() : setTold(null));
    hear();
    const leave = place.subscribe(hear);
    return () => {
      gone = true;
      leave();
    };
  }, [place, engine, info]);
  const says = told ? told.says : otherwise;
  return (
    <>
      <span className="timeline-where" title={says}>
        {says}
      </span>
      <span className="spoken" role="status">
        {told?.at.spoken ? says : ''}
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
