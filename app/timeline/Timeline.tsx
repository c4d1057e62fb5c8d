/** The run as a timeline: drag to scrub, to draw a range or to move; wheel, pinch and double click to zoom. One slider for
 *  keyboards and screen readers. Painting follows the step and the pointer without a React render. */
import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { AXES, type Axis, actorLabel, type RunInfo } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { timeline as words } from '../texts/timeline.ts';
import { createCell, type Watched } from '../ui/cell.ts';
import type { Palette } from '../ui/theme.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import { type DragMode, listen } from './gestures.ts';
import { LaneMenu } from './LaneMenu.tsx';
import { arrange, type LaneChoice, readLanes, writeLanes } from './lanes.ts';
import { type Place, Pointed } from './Pointed.tsx';
import { BAND, type Geometry, GUTTER, laneAt, paintOver, paintTimeline } from './paint.ts';
import { prepare } from './prepare.ts';
import {
  bands,
  clampWindow,
  columnAt,
  columnOf,
  type Flagged,
  follow,
  panWindow,
  partOfWindow,
  type Span,
  stepAtPart,
  zoomWindow,
} from './scale.ts';
import { Flags } from './TimelineFlags.tsx';
import { useActors, useShown } from './useShown.ts';
import './timeline.css';
import { setStored, stored } from '../ui/stored.ts';

export interface TimelineProps {
  readonly info: RunInfo;
  readonly engine: Engine;
  readonly step: Watched<number>;
  readonly onSeek: (step: number) => void;
  readonly axis: Axis;
  readonly onAxis: (axis: Axis) => void;
  /** Part of the run in view; null for all of it. */
  readonly view: Span | null;
  /** `follows`: it moves along with the step, not by the reader's own hand. */
  readonly onView: (view: Span | null, follows: boolean) => void;
  /** The stretch whose statistics are shown; null for none. */
  readonly range: Span | null;
  readonly onRange: (range: Span | null) => void;
  /** The actor whose lane is picked; null for none. */
  readonly lane: number | null;
  readonly onLane: (lane: number | null) => void;
  /** To the next event of the picked actor, or back to the one before. */
  readonly onStepLane: (back: boolean) => void;
  readonly flags: readonly Flagged[];
  /** Queries whose events have a lane each, and what the lane is called. */
  readonly marks: readonly { readonly label: string; readonly query: string }[];
  /** What stands at the right end of the bar. */
  readonly tools?: ReactNode;
  readonly palette: Palette;
}

const Minimap = lazy(() => import('./Minimap.tsx').catch(() => ({ default: () => <></> })));
const QueryMarks = lazy(() => import('./QueryMarks.tsx').catch(() => ({ default: () => <></> })));

const MODES = ['scrub', 'range', 'move'] as const;

export function Timeline(props: TimelineProps) {
  const { info, engine, step, axis, onView, range, lane, flags, marks, palette } = props;
  const box = useRef<HTMLDivElement>(null);
  const help = useId();
  const [width, setWidth] = useState(0);
  const [height, setHeight] = useState(0);
  const [mode, setMode] = useState<DragMode>('scrub');
  const [choice, setChoice] = useState<LaneChoice>(() => readLanes(stored('lanes')));
  /** The place that is pointed at, the part of the width where the pointer is, and a range while it is drawn. */
  const [place] = useState(() => createCell<Place | null>(null));
  const [pointer] = useState(() => createCell<number | null>(null));
  const [drawn] = useState(() => createCell<Span | null>(null));

  const { steps, cast } = info;
  const view = useMemo(
    () => (props.view === null ? { from: 0, to: steps } : clampWindow(props.view, steps)),
    [props.view, steps],
  );
  // A wheel turns several times between two renders.
  const newestView = useRef(view);
  newestView.current = view;
  const setView = useCallback(
    (next: Span | ((view: Span) => Span), follows = false) => {
      const from = newestView.current;
      const to = typeof next === 'function' ? next(from) : next;
      if (to.from === from.from && to.to === from.to) return;
      newestView.current = to;
      onView(to.from === 0 && to.to >= steps ? null : to, follows);
    },
    [onView, steps],
  );
  useEffect(() => {
    if (!box.current) return;
    const sizes = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry?.contentRect.width ?? 0));
      setHeight(Math.floor(entry?.contentRect.height ?? 0));
    });
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);

  const all = useActors(engine, info);
  const shown = useShown(engine, info.run, view, axis, width);
  const lanes = shown?.lanes ?? null;

  // A magnified window goes along with the playhead, but does not come back to one that stands still.
  useEffect(
    () => step.subscribe(() => setView((v) => follow(v, Math.min(step.get(), steps), steps), true)),
    [step, steps, setView],
  );

  const geometry = useMemo<Geometry>(() => {
    const actors = arrange(all, choice);
    const pinned = actors.filter((a) => choice.pinned.includes(a)).length;
    return { width, height, actors, pinned, lane, cast };
  }, [width, height, all, choice, lane, cast]);
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const c = base.current && prepare(base.current, width, height);
    if (!c || !shown) return;
    const samples = info.recording?.samples ?? [];
    paintTimeline(
      c,
      geometry,
      shown.lanes,
      shown.events,
      info.phases,
      steps,
      samples,
      TIMELINE_COLOURS[palette],
    );
  }, [geometry, width, height, shown, info, steps, palette]);

  useEffect(() => {
    const c = over.current && prepare(over.current, width, height);
    if (!c || !lanes) return;
    let request = 0;
    const paint = () => {
      request = 0;
      const at = step.get();
      paintOver(
        c,
        geometry,
        lanes,
        { step: at, pointed: pointer.get(), range: drawn.get() ?? range },
        TIMELINE_COLOURS[palette],
      );
      const slider = box.current;
      if (!slider) return;
      slider.setAttribute('aria-valuenow', String(at));
      slider.setAttribute('aria-valuetext', words.at(at, steps, phaseAt(info, at)));
    };
    const later = () => {
      request ||= requestAnimationFrame(paint);
    };
    const stops = [step, pointer, drawn].map((cell) => cell.subscribe(later));
    paint();
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(request);
    };
  }, [geometry, width, height, lanes, step, pointer, drawn, range, palette, info, steps]);

  // Hands come between renders: they find what is newest here.
  const now = useRef({ props, mode, lanes, geometry, steps });
  now.current = { props, mode, lanes, geometry, steps };
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const partAt = (x: number) => Math.max(0, Math.min(1, (x - GUTTER) / (el.clientWidth - GUTTER)));
    const between = (a: number, b: number): Span | null => {
      const { lanes } = now.current;
      if (!lanes || lanes.to === lanes.from) return null;
      const [one, other] = [columnAt(lanes, partAt(a)), columnAt(lanes, partAt(b))];
      return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
    };
    let grasped = newestView.current;
    return listen(el, {
      mode: () => now.current.mode,
      point(at) {
        const { lanes, geometry } = now.current;
        const part = at && at.x >= GUTTER && lanes && lanes.to > lanes.from ? partAt(at.x) : null;
        pointer.set(part);
        if (part === null || !lanes || !at) return place.set(null);
        const next = { column: columnAt(lanes, part), lane: laneAt(geometry, at.y), spoken: false };
        if (!samePlace(next, place.get())) place.set(next);
      },
      press(x, y) {
        const { lanes, geometry, props: p, steps } = now.current;
        if (x < GUTTER) {
          const picked = laneAt(geometry, y);
          if (picked !== null) p.onLane(picked === p.lane ? null : picked);
          return true;
        }
        if (!lanes || y >= BAND.y + BAND.h) return false;
        const part = partAt(x);
        const band = bands(lanes, p.info.phases, steps).find((b) => part >= b.from && part < b.to);
        if (band) p.onSeek(band.phase.step);
        return band !== undefined;
      },
      scrub(x) {
        const { lanes, props: p } = now.current;
        if (lanes) p.onSeek(stepAtPart(lanes, partAt(x)));
      },
      range(from, to, done) {
        const next = between(from, to);
        drawn.set(done ? null : next);
        if (done && next) now.current.props.onRange(next);
      },
      dropRange: () => drawn.set(null),
      move(from, to, begins) {
        if (begins) grasped = newestView.current;
        const by = ((from - to) / (el.clientWidth - GUTTER)) * (grasped.to - grasped.from);
        setView(clampWindow({ from: grasped.from + by, to: grasped.to + by }, now.current.steps));
      },
      zoom(factor, x) {
        const { lanes, steps } = now.current;
        setView((v) => {
          const pivot = lanes ? partOfWindow(v, stepAtPart(lanes, partAt(x))) : partAt(x);
          return zoomWindow(v, factor, pivot, steps);
        });
      },
      pan(by) {
        const { steps } = now.current;
        if (by !== 0) setView((v) => panWindow(v, by, steps));
      },
    });
  }, [place, pointer, drawn, setView]);

  const brush = useRef<Brush | null>(null);
  /** The cursor of the keyboard is the column of the event that led to the step, in the picked lane. */
  const speak = (of = lane) => {
    const at = Math.max(0, step.get() - 1);
    if (lanes && at >= lanes.from && at < lanes.to)
      place.set({ column: columnOf(lanes, at), lane: of, spoken: true });
  };
  const keys = (e: KeyboardEvent) => {
    const { onSeek, onRange, onLane, onStepLane } = props;
    const page = Math.max(1, Math.round((view.to - view.from) / 100));
    const at = Math.min(step.get(), steps);
    const clamp = (to: number) => Math.max(0, Math.min(steps, to));
    const arrow = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    const far = { PageUp: -page, PageDown: page, Home: -steps, End: steps }[e.key];
    const to = arrow ?? far;
    const turn = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (e.shiftKey && to !== undefined) {
      const { anchor, end } = brushOf(brush.current, range, at);
      const next = clamp(end + (arrow === undefined ? to * 10 : arrow * page));
      brush.current = { anchor, end: next };
      const drawn = rangeOf(brush.current);
      onRange(drawn);
      onSeek(next);
      place.set(drawn && { column: drawn, lane, spoken: true });
    } else if ((e.ctrlKey || e.metaKey) && arrow !== undefined)
      setView((v) => panWindow(v, arrow * 0.25, steps));
    else if (e.ctrlKey || e.metaKey || e.altKey) return;
    else if (to !== undefined) {
      onSeek(clamp(at + to));
      speak();
    } else if (turn !== undefined) {
      const order = [null, ...geometry.actors];
      const next = order[(order.indexOf(lane) + turn + order.length) % order.length] ?? null;
      onLane(next);
      speak(next);
    } else if (e.key === 'Enter' && lane !== null) onStepLane(e.shiftKey);
    else if (e.key === '+' || e.key === '=') setView((v) => zoomWindow(v, 0.5, partOfWindow(v, at), steps));
    else if (e.key === '-') setView((v) => zoomWindow(v, 2, partOfWindow(v, at), steps));
    else if (e.key === '0') setView({ from: 0, to: steps });
    else if (e.key === 'Escape' && range) onRange(null);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const whole = view.from === 0 && view.to >= steps;
  const where = words.inView(view.from, view.to);

  return (
    <div className="timeline">
      <div className="timeline-bar">
        <Switch label={words.axis} names={words.axes} of={AXES} value={axis} onChange={props.onAxis} />
        <Switch label={words.drag} names={words.modes} of={MODES} value={mode} onChange={setMode} />
        <Pointed
          info={info}
          engine={engine}
          place={place}
          otherwise={lane === null ? where : `${where} · ${actorLabel(lane, cast)}`}
        />
        <button type="button" disabled={whole} onClick={() => setView({ from: 0, to: steps })}>
          {words.showAll}
        </button>
        <LaneMenu
          actors={all}
          cast={cast}
          choice={choice}
          onChoice={(next) => {
            setStored('lanes', writeLanes(next));
            setChoice(next);
          }}
          lane={lane}
          onLane={props.onLane}
        />
        {props.tools}
      </div>
      <Suspense fallback={<div className="timeline-map" />}>
        <Minimap
          info={info}
          engine={engine}
          step={step}
          axis={axis}
          view={view}
          onView={setView}
          range={range}
          width={width}
          palette={palette}
        />
      </Suspense>
      {lanes && flags.length > 0 && <Flags flags={flags} lanes={lanes} width={width} onSeek={props.onSeek} />}
      {lanes && (
        <Suspense>
          {marks.map(({ label, query }) => (
            <QueryMarks
              key={label}
              run={info.run}
              label={label}
              query={query}
              lanes={lanes}
              width={width}
              engine={engine}
              palette={palette}
            />
          ))}
        </Suspense>
      )}
      <div
        ref={box}
        className="timeline-canvas"
        id="timeline-canvas"
        data-mode={mode}
        data-from={lanes?.from}
        data-to={lanes?.to}
        role="slider"
        tabIndex={0}
        aria-label={words.timeline}
        aria-describedby={help}
        aria-valuemin={0}
        aria-valuemax={steps}
        aria-valuenow={0}
        onKeyDown={keys}
        onBlur={() => place.set(null)}
      >
        <canvas ref={base} />
        <canvas ref={over} />
      </div>
      <p className="spoken" id={help}>
        {words.keys}
      </p>
    </div>
  );
}

/** A few choices in one frame, of which one holds. */
function Switch<T extends string>({
  label,
  names,
  of,
  value,
  onChange,
}: {
  label: string;
  names: Readonly<Record<T, string>>;
  of: readonly T[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="timeline-switch" aria-label={label}>
      {of.map((v) => (
        <button key={v} type="button" aria-pressed={value === v} onClick={() => onChange(v)}>
          {names[v]}
        </button>
      ))}
    </fieldset>
  );
}

/** A range as the keyboard draws it: from where it began to the end that moves. */
interface Brush {
  readonly anchor: number;
  readonly end: number;
}

function rangeOf({ anchor, end }: Brush): Span | null {
  return anchor === end ? null : { from: Math.min(anchor, end), to: Math.max(anchor, end) };
}

/** The brush goes on with its own range, takes up one that was drawn otherwise, or begins at the step. */
function brushOf(brush: Brush | null, range: Span | null, step: number): Brush {
  const own = brush && rangeOf(brush);
  if (brush && own && range && own.from === range.from && own.to === range.to) return brush;
  return range ? { anchor: range.from, end: range.to } : { anchor: step, end: step };
}

function samePlace(a: Place, b: Place | null): boolean {
  return b !== null && a.lane === b.lane && a.column.from === b.column.from && a.column.to === b.column.to;
}

function phaseAt(info: RunInfo, step: number): string {
  return info.phases.findLast((p) => p.step <= Math.max(1, step))?.label ?? '';
}
