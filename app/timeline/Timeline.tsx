/** The run as a timeline: drag to scrub, wheel to zoom, shift and wheel to move, a click on a phase jumps to it. One
 *  slider for keyboards and screen readers. Painting follows the step without a React render. */
import {
  type KeyboardEvent,
  lazy,
  type PointerEvent,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  ACTORS,
  type Ask,
  type Axis,
  type Hazard,
  type Lanes,
  type Result,
  type RunInfo,
  sayTime,
} from '../../engine/index.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import { HazardMarks } from './HazardMarks.tsx';
import { actorAt, BAND, type Geometry, GUTTER, paintPlayhead, paintTimeline } from './paint.ts';
import { bands, clampWindow, follow, partOfWindow, stepAtPart, type Window, zoomWindow } from './scale.ts';
import './timeline.css';
import { WindowBar } from './WindowBar.tsx';

export interface TimelineProps {
  readonly info: RunInfo;
  readonly step: { get(): number; subscribe(fn: () => void): () => void };
  readonly onSeek: (step: number) => void;
  readonly axis: Axis;
  readonly onAxis: (axis: Axis) => void;
  /** Part of the run in view; null for all of it. */
  readonly view: Window | null;
  /** `follows`: it moves along with the step, not by the reader's own hand. */
  readonly onView: (view: Window | null, follows: boolean) => void;
  readonly ask: (ask: Ask<'lanes'>) => Promise<Result<Lanes>>;
  readonly hazards: readonly Hazard[];
  /** Queries whose events have a lane each, and what the lane is called. */
  readonly marks: readonly { readonly label: string; readonly query: string }[];
  /** The label of an actor's lane was pressed. */
  readonly onActor: (actor: number) => void;
  readonly askMarks: (ask: Ask<'marks'>) => Promise<Result<{ readonly counts: Uint32Array }>>;
  /** What stands at the right end of the bar. */
  readonly tools?: ReactNode;
  readonly palette: 'dark' | 'light';
}

const QueryMarks = lazy(() => import('./QueryMarks.tsx').catch(() => ({ default: () => <></> })));

const AXES = [
  ['phases', 'Phases'],
  ['steps', 'Events'],
  ['time', 'Time'],
] as const;

export function Timeline(props: TimelineProps) {
  const { info, step, onSeek, axis, onAxis, onView, ask, hazards, marks, onActor, askMarks, tools, palette } =
    props;
  const box = useRef<HTMLDivElement>(null);
  const [lanes, setLanes] = useState<Lanes | null>(null);
  const [actors, setActors] = useState<readonly number[]>([]);
  const [width, setWidth] = useState(0);
  const [height, setHeight] = useState(0);
  const [hover, setHover] = useState<number | null>(null);

  const { steps } = info;
  const view = useMemo(
    () => (props.view === null ? { from: 0, to: steps } : clampWindow(props.view, steps)),
    [props.view, steps],
  );
  // A wheel turns several times between two renders.
  const newestView = useRef(view);
  newestView.current = view;
  const setView = useCallback(
    (next: Window | ((view: Window) => Window), follows = false) => {
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

  // Which lanes there are is asked of the whole run once; what they hold, of the window.
  useEffect(() => {
    let current = true;
    void ask({ run: info.run, from: 0, to: info.steps, buckets: 1, axis: 'steps' }).then((r) => {
      if (current && r.ok)
        setActors(ACTORS.flatMap((_, a) => ((r.value.counts[a] as number) > 0 ? [a] : [])));
    });
    return () => {
      current = false;
    };
  }, [ask, info.run, info.steps]);
  // One question in flight and the newest one waiting: a wheel turns faster than a long run answers.
  const newest = useRef<Ask<'lanes'> | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    if (width <= GUTTER) return;
    const want = { run: info.run, from: view.from, to: view.to, buckets: Math.max(1, width - GUTTER), axis };
    newest.current = want;
    const pump = async () => {
      asking.current = true;
      for (let next = newest.current; next; ) {
        const answer = await ask(next);
        const current = newest.current;
        if (answer.ok && current?.run === next.run) setLanes(answer.value);
        next = current === next ? null : current;
      }
      asking.current = false;
    };
    if (!asking.current) void pump();
    return () => {
      if (newest.current === want) newest.current = null;
    };
  }, [ask, info.run, view, axis, width]);

  // A magnified window goes along with the playhead, but does not come back to one that stands still.
  useEffect(
    () => step.subscribe(() => setView((v) => follow(v, Math.min(step.get(), steps), steps), true)),
    [step, steps, setView],
  );

  const cast = info?.cast ?? 'qemu';
  const geometry = useMemo<Geometry>(() => ({ width, height, actors, cast }), [width, height, actors, cast]);
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const c = base.current && prepare(base.current, geometry);
    if (c && lanes)
      paintTimeline(
        c,
        geometry,
        lanes,
        info.phases,
        info.steps,
        info.recording?.samples ?? [],
        TIMELINE_COLOURS[palette],
      );
  }, [geometry, lanes, info, palette]);

  useEffect(() => {
    const c = over.current && prepare(over.current, geometry);
    if (!c || !lanes) return;
    let request = 0;
    const paint = () => {
      request = 0;
      paintPlayhead(c, geometry, lanes, step.get(), hover, TIMELINE_COLOURS[palette]);
      const slider = box.current;
      if (!slider) return;
      slider.setAttribute('aria-valuenow', String(step.get()));
      slider.setAttribute(
        'aria-valuetext',
        `step ${step.get().toLocaleString('en')} of ${info.steps.toLocaleString('en')}, ${phaseAt(info, step.get())}`,
      );
    };
    const stop = step.subscribe(() => {
      request ||= requestAnimationFrame(paint);
    });
    paint();
    return () => {
      stop();
      cancelAnimationFrame(request);
    };
  }, [geometry, lanes, step, hover, palette, info]);

  // Wheel must be able to stop the page from scrolling, which React's own listener cannot.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const wheel = (e: WheelEvent) => {
      e.preventDefault();
      const rect = el.getBoundingClientRect();
      const at = Math.max(0, Math.min(1, (e.clientX - rect.left - GUTTER) / (rect.width - GUTTER)));
      setView((v) => {
        if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
          const by = ((v.to - v.from) * (e.deltaX || e.deltaY)) / 800;
          return clampWindow({ from: v.from + by, to: v.to + by }, info.steps);
        }
        const pivot = lanes ? partOfWindow(v, stepAtPart(lanes, at)) : at;
        return zoomWindow(v, 1.0016 ** e.deltaY, pivot, info.steps);
      });
    };
    el.addEventListener('wheel', wheel, { passive: false });
    return () => el.removeEventListener('wheel', wheel);
  }, [info.steps, lanes, setView]);

  const stepAt = (e: PointerEvent): number | null => {
    const rect = box.current?.getBoundingClientRect();
    return rect && lanes ? stepAtPart(lanes, (e.clientX - rect.left - GUTTER) / (rect.width - GUTTER)) : null;
  };
  const scrub = (e: PointerEvent) => {
    const to = stepAt(e);
    if (to !== null) onSeek(to);
  };
  const press = (e: PointerEvent<HTMLDivElement>) => {
    if (e.button !== 0) return;
    const rect = e.currentTarget.getBoundingClientRect();
    const y = e.clientY - rect.top;
    const part = (e.clientX - rect.left - GUTTER) / (rect.width - GUTTER);
    const actor = part < 0 ? actorAt(geometry, y) : null;
    if (actor !== null) return onActor(actor);
    const band =
      lanes && y < BAND.y + BAND.h
        ? bands(lanes, info.phases, info.steps).find((b) => part >= b.from && part < b.to)
        : undefined;
    if (band) onSeek(band.phase.step);
    else {
      e.currentTarget.setPointerCapture(e.pointerId);
      scrub(e);
    }
  };
  const keys = (e: KeyboardEvent) => {
    const page = Math.max(1, Math.round((view.to - view.from) / 100));
    const to = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageUp: -page,
      PageDown: page,
      Home: -info.steps,
      End: info.steps,
    }[e.key];
    if (to !== undefined) onSeek(Math.max(0, Math.min(info.steps, step.get() + to)));
    else if (e.key === '+' || e.key === '=')
      setView((v) => zoomWindow(v, 0.5, partOfWindow(v, step.get()), info.steps));
    else if (e.key === '-') setView((v) => zoomWindow(v, 2, partOfWindow(v, step.get()), info.steps));
    else if (e.key === '0') setView({ from: 0, to: info.steps });
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const whole = view.from === 0 && view.to >= info.steps;
  const hovered = hover === null || !lanes ? null : stepAtPart(lanes, (hover - GUTTER) / (width - GUTTER));

  return (
    <div className="timeline">
      <div className="timeline-bar">
        <fieldset className="timeline-axis" aria-label="Axis of the timeline">
          {AXES.map(([value, label]) => (
            <button key={value} type="button" aria-pressed={axis === value} onClick={() => onAxis(value)}>
              {label}
            </button>
          ))}
        </fieldset>
        <span className="timeline-where">
          {hovered === null || !lanes
            ? `steps ${view.from.toLocaleString('en')} to ${view.to.toLocaleString('en')}`
            : `step ${hovered.toLocaleString('en')} · ${timeOf(lanes, hover ?? 0, width)} · ${phaseAt(info, hovered)}`}
        </span>
        {!whole && <WindowBar view={view} steps={info.steps} onView={setView} />}
        <button type="button" disabled={whole} onClick={() => setView({ from: 0, to: info.steps })}>
          Show all
        </button>
        {tools}
      </div>
      {lanes && hazards.length > 0 && (
        <HazardMarks hazards={hazards} lanes={lanes} width={width} onSeek={onSeek} />
      )}
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
              ask={askMarks}
              palette={palette}
            />
          ))}
        </Suspense>
      )}
      <div
        ref={box}
        className="timeline-canvas"
        id="timeline-canvas"
        role="slider"
        tabIndex={0}
        aria-label="Timeline"
        aria-valuemin={0}
        aria-valuemax={info.steps}
        aria-valuenow={0}
        onPointerDown={press}
        onPointerMove={(e) => {
          const rect = e.currentTarget.getBoundingClientRect();
          setHover(Math.max(GUTTER, e.clientX - rect.left));
          if (e.buttons & 1 && e.currentTarget.hasPointerCapture(e.pointerId)) scrub(e);
        }}
        onPointerLeave={() => setHover(null)}
        onDoubleClick={() => setView({ from: 0, to: info.steps })}
        onKeyDown={keys}
      >
        <canvas ref={base} />
        <canvas ref={over} />
      </div>
    </div>
  );
}

/** Sizes a canvas for the screen's pixels; its context then works in CSS pixels. */
function prepare(canvas: HTMLCanvasElement, g: Geometry): CanvasRenderingContext2D | null {
  const dpr = Math.min(2, devicePixelRatio);
  const w = Math.max(1, Math.round(g.width * dpr));
  const h = Math.max(1, Math.round(g.height * dpr));
  // Setting a size, even the same, throws the pixels away.
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  canvas.style.width = `${g.width}px`;
  canvas.style.height = `${g.height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(dpr, 0, 0, dpr, 0, 0);
  return context;
}

function phaseAt(info: RunInfo, step: number): string {
  return info.phases.findLast((p) => p.step <= Math.max(1, step))?.label ?? '';
}

function timeOf(lanes: Lanes, x: number, width: number): string {
  const last = lanes.times.length - 1;
  return sayTime(
    Math.round(
      lanes.times[
        Math.max(0, Math.min(last, Math.round(((x - GUTTER) / (width - GUTTER)) * last)))
      ] as number,
    ),
  );
}
