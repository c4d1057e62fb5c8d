/** A tooltip of what is pointed at, by mouse or by keyboard: exact counts from the engine, the phase, and what the row has there. Only
 *  these words render as the pointer moves. */
import { type RefObject, useEffect, useState } from 'react';
import { type Answer, type Ask, actorLabel, type Lanes, type RunInfo, sayTime } from '../../engine/index.ts';
import { phaseAt } from '../run/phases.ts';
import { useSession } from '../run/session.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import { latest } from '../ui/latest.ts';
import { segmentAt } from './flags.ts';
import { sayValue } from './paint.ts';
import { CURVES, curveLabel, GUTTER, type Row } from './rows.ts';
import { partOfStep, type Span } from './scale.ts';

export interface Place {
  /** The events of the column. */
  readonly column: Span;
  /** Those of one actor, or (null) of all. */
  readonly lane: number | null;
  /** The row under the pointer; null for the keyboard. */
  readonly row: Row | null;
  /** By keyboard: the words are also spoken. */
  readonly spoken: boolean;
}

interface Props {
  readonly info: RunInfo;
  readonly place: Watched<Place | null>;
  readonly lanes: Lanes | null;
  /** The picture: the tooltip stands above it. */
  readonly box: RefObject<HTMLDivElement | null>;
}

export function Pointed({ info, place, lanes, box }: Props) {
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
  return (
    <>
      {described && lanes && (
        <Tip at={described.at} text={described.text} info={info} lanes={lanes} box={box} />
      )}
      <span className="spoken" role="status">
        {described?.at.spoken ? described.text : ''}
      </span>
    </>
  );
}

/** Widest tooltip, CSS pixels; timeline.css has the same. */
const WIDTH = 380;

interface TipProps {
  readonly at: Place;
  readonly text: string;
  readonly info: RunInfo;
  readonly lanes: Lanes;
  readonly box: RefObject<HTMLDivElement | null>;
}

function Tip({ at, text, info, lanes, box }: TipProps) {
  const rect = box.current?.getBoundingClientRect();
  if (!rect) return null;
  const middle = (partOfStep(lanes, at.column.from) + partOfStep(lanes, at.column.to)) / 2;
  const x = rect.left + GUTTER + middle * (rect.width - GUTTER);
  const width = Math.min(WIDTH, window.innerWidth - 16);
  const left = Math.max(8, Math.min(x - width / 2, window.innerWidth - width - 8));
  return (
    <div
      className="timeline-tip"
      aria-hidden="true"
      style={{ left, width, bottom: window.innerHeight - rect.top + 4 }}
    >
      <p className="timeline-where">{text}</p>
      <p>{phaseOf(info, at.column.to)}</p>
      {linesOf(at, info, lanes).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** The phase of a step and how long it lasts. */
function phaseOf(info: RunInfo, step: number): string {
  const phase = phaseAt(info, Math.max(1, step));
  if (!phase) return '';
  const next = info.phases.find((p) => p.step > phase.step);
  return words.phaseLasts(phase.label, sayTime((next?.timeNs ?? info.timeNs) - phase.timeNs));
}

/** What the row has in the column. */
function linesOf({ row, column }: Place, info: RunInfo, lanes: Lanes): readonly string[] {
  if (row?.kind === 'flags') {
    const segment = segmentAt(row.segments, column.to);
    if (!segment) return [words.noFlags(words.flagsOf(row.host, info.cast))];
    return segment.held.map((f) => words.flagCovers(words.flagMeanings[f.flag], f.pages, f.of));
  }
  if (row?.kind !== 'curve') return [];
  const buckets = lanes.steps.length - 1;
  const values = lanes.curves.subarray(
    CURVES.indexOf(row.curve) * buckets,
    (CURVES.indexOf(row.curve) + 1) * buckets,
  );
  let most = 0;
  values.forEach((v, b) => {
    if (lanes.steps[b]! < column.to && lanes.steps[b + 1]! > column.from) most = Math.max(most, v);
  });
  return [words.curveAt(curveLabel(row.curve, info.cast), sayValue(row.curve, most))];
}

function describe(
  { from, to, fromNs, toNs, kinds, words: one }: Answer<'tally'>,
  at: Place,
  info: RunInfo,
): string {
  const where = words.place(words.steps(from, to), sayTimes(fromNs, toNs));
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
