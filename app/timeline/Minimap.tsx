/** The whole run in a strip: its phases and how much happened, the part in view as a handle to drag and to stretch, and the
 *  playhead. The handle is a scroll bar for keyboards and screen readers, its ends are sliders. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { ACTORS, type Lanes, type RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { useAsk } from '../run/useAsk.ts';
import { usePalette } from '../state/palette.ts';
import { useChosen } from '../state/store.ts';
import { timeline as words } from '../texts/timeline.ts';
import { leaveKeys } from '../ui/leaveKeys.ts';
import { useSize } from '../ui/useSize.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import type { TimelineColours } from './paint.ts';
import { prepare } from './prepare.ts';
import { bands, clampWindow, NARROWEST, panWindow, partOfStep, type Span, stepAtPart } from './scale.ts';

interface Props {
  readonly info: RunInfo;
  readonly view: Span;
  readonly onView: (view: Span) => void;
  readonly range: Span | null;
}

const HEIGHT = 16;

export default function Minimap({ info, view, onView, range }: Props) {
  const { run, steps } = info;
  const { box, width } = useSize<HTMLDivElement>();
  const inner = Math.max(1, width);
  const axis = useChosen((s) => s.axis);
  const ask = { run, from: 0, to: steps, buckets: inner, axis };
  const whole = useAsk('lanes', width > 0 ? ask : null, { keepsLast: true, gcTime: 0 }).data ?? null;
  const canvas = useMapCanvas(info, whole, inner);
  const head = usePlayhead(whole, inner);
  const places = placesIn(whole, steps, inner);
  const hands = useHandle(view, onView, steps, places);
  const keys = (end: End) => (e: KeyboardEvent) => {
    const next = turned(view, end, e.key, steps);
    if (!next) return;
    e.preventDefault();
    e.stopPropagation();
    onView(next);
  };
  const ends = [
    ['from', words.partFrom, 0, view.to - NARROWEST],
    ['to', words.partTo, view.from + NARROWEST, steps],
  ] as const;
  const left = places.xOf(view.from);
  return (
    <div className="timeline-map" title={words.map}>
      <div className="timeline-map-run" ref={box} {...hands}>
        <canvas ref={canvas} />
        {range && (
          <span
            className="timeline-map-range"
            style={{
              left: places.xOf(range.from),
              width: places.xOf(range.to) - places.xOf(range.from),
            }}
          />
        )}
        <span className="timeline-map-head" ref={head} />
        <div
          className="timeline-map-part"
          style={{ left, width: Math.max(2, places.xOf(view.to) - left) }}
          role="scrollbar"
          aria-orientation="horizontal"
          aria-controls="timeline-canvas"
          aria-label={words.part}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, steps - (view.to - view.from))}
          aria-valuenow={view.from}
          aria-valuetext={words.inView(view.from, view.to)}
          tabIndex={0}
          onKeyDown={keys('both')}
        />
        {ends.map(([end, label, least, most]) => (
          <div
            key={end}
            className="timeline-map-end"
            data-end={end}
            style={{ left: places.xOf(view[end]) }}
            role="slider"
            aria-orientation="horizontal"
            aria-label={label}
            aria-valuemin={least}
            aria-valuemax={most}
            aria-valuenow={view[end]}
            tabIndex={0}
            onKeyDown={keys(end)}
          />
        ))}
      </div>
    </div>
  );
}

/** What is held of the part in view: an end, or all of it. */
type End = 'from' | 'to' | 'both';

/** Between steps and pixels of the strip. */
interface Places {
  xOf(step: number): number;
  stepAt(x: number): number;
}

/** Before the engine has answered, all steps are equally wide. */
function placesIn(whole: Lanes | null, steps: number, inner: number): Places {
  if (!whole)
    return {
      xOf: (step) => (step / (steps || 1)) * inner,
      stepAt: (x) => Math.round((x / inner) * steps),
    };
  return {
    xOf: (step) => Math.max(0, Math.min(1, partOfStep(whole, step))) * inner,
    stepAt: (x) => stepAtPart(whole, x / inner),
  };
}

function useMapCanvas(info: RunInfo, whole: Lanes | null, inner: number) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  useEffect(() => {
    const c = canvas.current && prepare(canvas.current, inner, HEIGHT);
    if (c && whole) paintMap(c, inner, whole, info, TIMELINE_COLOURS[palette]);
  }, [whole, inner, info, palette]);
  return canvas;
}

/** Moves with the step, without a render. */
function usePlayhead(whole: Lanes | null, inner: number) {
  const { step } = useSession();
  const head = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!whole) return;
    const move = () => {
      const part = partOfStep(whole, Math.min(step.get(), whole.to));
      if (head.current) head.current.style.transform = `translateX(${Math.round(part * inner)}px)`;
    };
    move();
    return step.subscribe(move);
  }, [step, whole, inner]);
  return head;
}

/** Drags the part in view, or one of its ends; a press beside it brings its middle there. */
function useHandle(view: Span, onView: (view: Span) => void, steps: number, { xOf, stepAt }: Places) {
  /** What the drag began with; `by` is how far the pointer was from what it holds, px. */
  const held = useRef<{ end: End; by: number; view: Span } | null>(null);
  const drag = (x: number) => {
    if (!held.current) return;
    const { end, by, view: was } = held.current;
    const at = stepAt(x - by);
    const next = end === 'both' ? { from: at, to: at + was.to - was.from } : stretched(was, end, at);
    onView(clampWindow(next, steps));
  };
  const xIn = (e: PointerEvent) => e.clientX - e.currentTarget.getBoundingClientRect().left;
  return {
    onMouseDown: leaveKeys,
    onPointerDown(e: PointerEvent<HTMLDivElement>) {
      if (e.button !== 0) return;
      const x = xIn(e);
      const named = (e.target as HTMLElement).dataset.end;
      const end = named === 'from' || named === 'to' ? named : 'both';
      const [left, right] = [xOf(view.from), xOf(view.to)];
      const inside = x >= left && x <= right;
      const by = end === 'to' ? x - right : end === 'from' || inside ? x - left : (right - left) / 2;
      held.current = { end, by, view };
      e.currentTarget.setPointerCapture(e.pointerId);
      if (end === 'both' && !inside) drag(x);
    },
    onPointerMove(e: PointerEvent<HTMLDivElement>) {
      if (e.currentTarget.hasPointerCapture(e.pointerId)) drag(xIn(e));
    },
    onPointerUp() {
      held.current = null;
    },
  };
}

/** The window with one end at a step, or as near to the other end as it may be. */
function stretched({ from, to }: Span, end: 'from' | 'to', at: number): Span {
  return end === 'from'
    ? { from: Math.min(at, to - NARROWEST), to }
    : { from, to: Math.max(at, from + NARROWEST) };
}

/** By parts of the window's width. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -0.1,
  ArrowRight: 0.1,
  PageUp: -1,
  PageDown: 1,
  Home: -Infinity,
  End: Infinity,
};

/** The window after a key on the handle or on one of its ends; null for a key without a meaning there. */
function turned(view: Span, end: End, key: string, steps: number): Span | null {
  const by = KEYS[key];
  if (by === undefined) return null;
  if (end === 'both') return panWindow(view, Math.max(-steps, Math.min(steps, by)), steps);
  const moved = view[end] + Math.sign(by) * Math.max(1, Math.abs(by) * (view.to - view.from));
  return stretched(view, end, Math.round(Math.max(0, Math.min(steps, moved))));
}

/** Phases above, and how many events of all lanes: the square root, so that a few beside many are seen. */
function paintMap(
  c: CanvasRenderingContext2D,
  inner: number,
  lanes: Lanes,
  { phases, steps }: RunInfo,
  colours: TimelineColours,
): void {
  c.fillStyle = colours.track;
  c.fillRect(0, 0, inner, HEIGHT);
  for (const b of bands(lanes, phases, steps)) {
    c.fillStyle = colours.phases[b.phase.name];
    c.fillRect(b.from * inner, 0, Math.max(1, (b.to - b.from) * inner), 4);
  }
  const buckets = lanes.steps.length - 1;
  const sums = Array.from({ length: buckets }, (_, b) => {
    let sum = 0;
    for (let a = 0; a < ACTORS.length; a++) sum += lanes.counts[a * buckets + b]!;
    return Math.sqrt(sum);
  });
  const most = sums.reduce((a, b) => Math.max(a, b), 1);
  c.fillStyle = colours.muted;
  sums.forEach((sum, b) => {
    const h = (sum / most) * (HEIGHT - 6);
    c.fillRect((b / buckets) * inner, HEIGHT - h, Math.max(1, inner / buckets), h);
  });
}
