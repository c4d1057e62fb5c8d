/** The timeline's keys: steps, the window, the range and the picked lane. */
import { type KeyboardEvent, useRef } from 'react';
import { useSession } from '../run/session.ts';
import { stepBy } from '../run/steps.ts';
import { pickLane, seek, setRange } from '../state/actions.ts';
import type { CanvasProps } from './props.ts';
import { columnOf, panWindow, partOfWindow, type Span, zoomWindow } from './scale.ts';

export function useKeys({ info, range, geometry, shown, view, place }: CanvasProps) {
  const { engine, step } = useSession();
  const { lane } = geometry;
  const { steps } = info;
  const brush = useRef<Brush | null>(null);
  /** The keyboard points at the column of the event that led to the step, in the picked lane. */
  const point = (of = lane) => {
    const lanes = shown?.lanes;
    const at = Math.max(0, step.get() - 1);
    if (lanes && at >= lanes.from && at < lanes.to)
      place.set({ column: columnOf(lanes, at), lane: of, row: null, spoken: true });
  };
  const clamp = (to: number) => Math.max(0, Math.min(steps, to));
  const draw = (at: number, by: number) => {
    const { anchor, end } = brushOf(brush.current, range, at);
    const next = clamp(end + by);
    brush.current = { anchor, end: next };
    const drawn = rangeOf(brush.current);
    setRange(drawn);
    seek(next);
    place.set(drawn && { column: drawn, lane, row: null, spoken: true });
  };
  const zoom = (key: string, at: number): boolean => {
    if (key === '+' || key === '=') view.set((v) => zoomWindow(v, 0.5, partOfWindow(v, at), steps));
    else if (key === '-') view.set((v) => zoomWindow(v, 2, partOfWindow(v, at), steps));
    else if (key === '0') view.set({ from: 0, to: steps });
    else return false;
    return true;
  };
  const turnLane = (by: number) => {
    const order = [null, ...geometry.actors];
    const next = order[(order.indexOf(lane) + by + order.length) % order.length] ?? null;
    pickLane(next);
    point(next);
  };
  return (e: KeyboardEvent): void => {
    const page = Math.max(1, Math.round((view.shown.to - view.shown.from) / 100));
    const at = Math.min(step.get(), steps);
    const mod = e.ctrlKey || e.metaKey;
    const arrow = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    const to = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page, Home: -steps, End: steps }[
      e.key
    ];
    const turn = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (e.shiftKey && to !== undefined) draw(at, to * (arrow ? page : 10));
    else if (mod && arrow !== undefined) view.set((v) => panWindow(v, arrow * 0.25, steps));
    else if (mod || e.altKey) return;
    else if (to !== undefined) {
      seek(clamp(at + to));
      point();
    } else if (turn !== undefined) turnLane(turn);
    else if (e.key === 'Enter' && lane !== null) void stepBy(engine, info, 'actor', e.shiftKey);
    else if (e.key === 'Escape' && range) setRange(null);
    else if (!zoom(e.key, at)) return;
    e.preventDefault();
    e.stopPropagation();
  };
}

/** A range as the keyboard draws it: from where it began to the end that moves. */
interface Brush {
  readonly anchor: number;
  readonly end: number;
}

function rangeOf({ anchor, end }: Brush): Span | null {
  return anchor === end ? null : { from: Math.min(anchor, end), to: Math.max(anchor, end) };
}

/** The brush continues its own range, takes up one that was drawn otherwise, or begins at the step. */
function brushOf(brush: Brush | null, range: Span | null, step: number): Brush {
  const own = brush && rangeOf(brush);
  if (brush && own && range && own.from === range.from && own.to === range.to) return brush;
  return range ? { anchor: range.from, end: range.to } : { anchor: step, end: step };
}
