/** The whole run in a strip: its phases and how much happened, the part in view as a handle to drag and to stretch, and the
 *  playhead. The handle is a scroll bar for keyboards and screen readers, its ends are sliders. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { ACTORS, type Axis, type Lanes, type RunInfo } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import type { Palette } from '../ui/theme.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import { GUTTER, type TimelineColours } from './paint.ts';
import { prepare } from './prepare.ts';
import { bands, clampWindow, NARROWEST, panWindow, partOfStep, type Span, stepAtPart } from './scale.ts';

interface Props {
  readonly info: RunInfo;
  readonly engine: Engine;
  readonly step: Watched<number>;
  readonly axis: Axis;
  readonly view: Span;
  readonly onView: (view: Span) => void;
  readonly range: Span | null;
  /** Of the timeline, labels included; CSS pixels. */
  readonly width: number;
  readonly palette: Palette;
}

const HEIGHT = 16;

export default function Minimap({ info, engine, step, axis, view, onView, range, width, palette }: Props) {
  const { run, steps } = info;
  const inner = Math.max(1, width - GUTTER);
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLSpanElement>(null);
  const [whole, setWhole] = useState<Lanes | null>(null);
  useEffect(() => {
    if (width <= GUTTER) return;
    let current = true;
    void engine.ask('lanes', { run, from: 0, to: steps, buckets: inner, axis }).then((answer) => {
      if (current && answer.ok) setWhole(answer.value);
    });
    return () => {
      current = false;
    };
  }, [engine, run, steps, axis, width, inner]);
  useEffect(() => {
    const c = canvas.current && prepare(canvas.current, inner, HEIGHT);
    if (c && whole) paintMap(c, inner, whole, info, TIMELINE_COLOURS[palette]);
  }, [whole, inner, info, palette]);
  useEffect(() => {
    if (!whole) return;
    const move = () => {
      const part = partOfStep(whole, Math.min(step.get(), whole.to));
      if (head.current) head.current.style.transform = `translateX(${Math.round(part * inner)}px)`;
    };
    move();
    return step.subscribe(move);
  }, [step, whole, inner]);

  const part = (at: number) => (whole ? Math.max(0, Math.min(1, partOfStep(whole, at))) : at / (steps || 1));
  const stepAt = (x: number) => (whole ? stepAtPart(whole, x / inner) : Math.round((x / inner) * steps));
  /** What a drag began with: the end it holds or both, and how far from the pointer. */
  const held = useRef<{ end: 'from' | 'to' | 'both'; by: number; view: Span } | null>(null);
  const wide = view.to - view.from;
  const xOf = (e: PointerEvent) => e.clientX - e.currentTarget.getBoundingClientRect().left;
  const drag = (x: number) => {
    const { end, by, view: was } = held.current ?? {};
    if (!was || by === undefined) return;
    const at = stepAt(x - by);
    if (end === 'from') onView(clampWindow({ from: Math.min(at, was.to - NARROWEST), to: was.to }, steps));
    else if (end === 'to')
      onView(clampWindow({ from: was.from, to: Math.max(at, was.from + NARROWEST) }, steps));
    else onView(clampWindow({ from: at, to: at + was.to - was.from }, steps));
  };
  const press = (e: PointerEvent<HTMLDivElement>) => {
    if (e.button !== 0) return;
    const x = xOf(e);
    const named = (e.target as HTMLElement).dataset.end;
    const end = named === 'from' || named === 'to' ? named : 'both';
    const [left, right] = [part(view.from) * inner, part(view.to) * inner];
    const inside = x >= left && x <= right;
    const by = end === 'to' ? x - right : end === 'from' || inside ? x - left : (right - left) / 2;
    held.current = { end, by, view };
    e.currentTarget.setPointerCapture(e.pointerId);
    if (end === 'both' && !inside) drag(x);
  };
  const keys = (end: 'from' | 'to' | 'both') => (e: KeyboardEvent) => {
    const by = { ArrowLeft: -0.1, ArrowRight: 0.1, PageUp: -1, PageDown: 1, Home: -Infinity, End: Infinity }[
      e.key
    ];
    if (by === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    if (end === 'both') return onView(panWindow(view, Math.max(-steps, Math.min(steps, by)), steps));
    const moved = Math.max(0, Math.min(steps, view[end] + Math.sign(by) * Math.max(1, Math.abs(by) * wide)));
    if (end === 'from') onView({ from: Math.min(Math.round(moved), view.to - NARROWEST), to: view.to });
    else onView({ from: view.from, to: Math.max(Math.round(moved), view.from + NARROWEST) });
  };
  const ends = [
    ['from', words.partFrom, 0, view.to - NARROWEST],
    ['to', words.partTo, view.from + NARROWEST, steps],
  ] as const;
  const left = part(view.from) * inner;
  return (
    <div className="timeline-map">
      <span aria-hidden="true">{words.map}</span>
      <div
        className="timeline-map-run"
        onPointerDown={press}
        onPointerMove={(e) => {
          if (e.currentTarget.hasPointerCapture(e.pointerId)) drag(xOf(e));
        }}
        onPointerUp={() => {
          held.current = null;
        }}
      >
        <canvas ref={canvas} />
        {range && (
          <span
            className="timeline-map-range"
            style={{ left: part(range.from) * inner, width: (part(range.to) - part(range.from)) * inner }}
          />
        )}
        <span className="timeline-map-head" ref={head} />
        <div
          className="timeline-map-part"
          style={{ left, width: Math.max(2, part(view.to) * inner - left) }}
          role="scrollbar"
          aria-orientation="horizontal"
          aria-controls="timeline-canvas"
          aria-label={words.part}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, steps - wide)}
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
            style={{ left: part(view[end]) * inner }}
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
