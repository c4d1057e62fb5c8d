/** Describes what is pointed at, by mouse or by keyboard: exact counts from the engine. Only these words render as the pointer
 *  moves. */
import { useEffect, useState } from 'react';
import { type Answer, type Ask, actorLabel, type RunInfo, sayTime } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import { latest } from '../ui/latest.ts';
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
  readonly place: Watched<Place | null>;
  /** The words while nothing is pointed at. */
  readonly otherwise: string;
}

export function Pointed({ info, place, otherwise }: Props) {
  const { engine } = useSession();
  const [described, setDescribed] = useState<{ readonly at: Place; readonly text: string } | null>(null);
  useEffect(() => {
    // The pointer is followed here and not by React: until the engine answered, the words are those of the place before.
    const newest = latest((ask: Ask<'tally'>) => engine.ask('tally', ask));
    const follow = async () => {
      const at = place.get();
      if (!at) {
        newest.drop();
        return setDescribed(null);
      }
      const answer = await newest.ask({ run: info.run, ...at.column, actor: at.lane });
      if (answer?.ok) setDescribed({ at, text: describe(answer.value, at, info) });
    };
    void follow();
    const leave = place.subscribe(() => void follow());
    return () => {
      newest.drop();
      leave();
    };
  }, [place, engine, info]);
  const text = described ? described.text : otherwise;
  return (
    <>
      <span className="timeline-where" title={text}>
        {text}
      </span>
      <span className="spoken" role="status">
        {described?.at.spoken ? text : ''}
      </span>
    </>
  );
}

function describe(
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
