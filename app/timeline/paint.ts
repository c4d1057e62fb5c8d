/** Paints a window of the timeline: phase bands, a lane an actor with its events by number or, where there is room, one by one,
 *  curves, measured samples. Units are CSS pixels. */
import {
  actorLabel,
  type Hit,
  type Lanes,
  type Measured,
  type Phase,
  type PhaseName,
  type Subject,
  sayBytes,
} from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import { ON_PHASE } from '../ui/colours.ts';
import { elide, type Pen } from '../ui/pen.ts';
import { sayCount } from '../ui/say.ts';
import { heatOf } from './heat.ts';
import { bands, partOfStep, type Span } from './scale.ts';

export interface TimelineColours {
  readonly text: string;
  readonly muted: string;
  readonly track: string;
  readonly background: string;
  readonly playhead: string;
  readonly measured: string;
  readonly lanes: readonly string[];
  readonly curves: readonly [string, string, string];
  readonly phases: Readonly<Record<PhaseName, string>>;
}

/** Room for labels on the left. */
export const GUTTER = 104;
export const BAND = { y: 4, h: 20 } as const;
const LANE = { h: 8, pitch: 13, y: 30 } as const;
const CURVE_GAP = 6;
/** Names of the curves by whose story it is; null: it has none. */
const CURVES: Readonly<Record<Subject, readonly (string | null)[]>> = {
  qemu: [words.curves.toSend, words.curves.dstHuge, words.curves.vcpus],
  criu: [words.curves.toSend, words.curves.dstHuge, words.curves.threads],
  tracking: [words.curves.dirty, null, null],
  script: [null, words.curves.huge, words.curves.asleep],
};
const curvesOf = (g: Geometry): readonly (string | null)[] => CURVES[g.cast];
const shownCurves = (g: Geometry): number => curvesOf(g).filter((label) => label !== null).length;

export interface Geometry {
  readonly width: number;
  readonly height: number;
  /** Lanes shown, from the top: actors that have an event anywhere in the run. */
  readonly actors: readonly number[];
  /** How many of them are pinned on top. */
  readonly pinned: number;
  /** The actor whose lane is picked. */
  readonly lane: number | null;
  /** A script has threads and calls, and nothing to send. */
  readonly cast: Subject;
}

/** The actor whose lane is at height `y`, null where there is none. */
export function laneAt(g: Geometry, y: number): number | null {
  return g.actors[Math.floor((y - LANE.y + (LANE.pitch - LANE.h) / 2) / LANE.pitch)] ?? null;
}

/** Where the curves start, and how high each one is. */
function curveRoom(g: Geometry): { top: number; h: number } {
  const top = LANE.y + g.actors.length * LANE.pitch + 4;
  return { top, h: Math.max(12, (g.height - top - 2) / shownCurves(g) - CURVE_GAP) };
}

/** What there is to paint of a window. */
export interface Picture {
  readonly lanes: Lanes;
  /** The events of the window, where each has room; else null, and lanes show their numbers. */
  readonly events: readonly Hit[] | null;
  readonly phases: readonly Phase[];
  /** Of the whole run. */
  readonly steps: number;
  readonly measured: readonly Measured[];
}

export function paintTimeline(c: Pen, g: Geometry, picture: Picture, colours: TimelineColours): void {
  const { lanes, events, phases, steps, measured } = picture;
  const inner = g.width - GUTTER;
  c.clearRect(0, 0, g.width, g.height);
  c.font = '11px system-ui, sans-serif';
  c.textBaseline = 'middle';
  for (const b of bands(lanes, phases, steps)) {
    const x = GUTTER + b.from * inner;
    const w = Math.max(1, (b.to - b.from) * inner - 1);
    c.fillStyle = colours.phases[b.phase.name];
    c.beginPath();
    c.roundRect(x, BAND.y, w, BAND.h, Math.min(3, w / 2));
    c.fill();
    if (w > 26) {
      c.fillStyle = ON_PHASE;
      c.fillText(elide(c, b.phase.label, w - 10, 3), x + 5, BAND.y + BAND.h / 2 + 0.5);
    }
  }
  const heat = events === null ? heatOf(lanes, g.actors, colours.lanes) : null;
  c.imageSmoothingEnabled = false;
  g.actors.forEach((actor, i) => {
    const y = LANE.y + i * LANE.pitch;
    c.fillStyle = g.lane === actor ? colours.playhead : colours.muted;
    c.fillText(actorLabel(actor, g.cast), i < g.pinned ? 14 : 4, y + LANE.h / 2 + 0.5);
    if (i < g.pinned) paintPin(c, 7, y + LANE.h / 2);
    c.fillStyle = colours.track;
    c.fillRect(GUTTER, y, inner, LANE.h);
    c.fillStyle = colours.lanes[actor] ?? colours.text;
    if (heat) c.drawImage(heat, 0, i, heat.width, 1, GUTTER, y, inner, LANE.h);
    else {
      const own = events?.filter((e) => e.actor === actor) ?? [];
      paintEvents(c, g, lanes, own, y, colours.text);
    }
  });
  paintCurves(c, g, lanes, measured, colours);
}

/** A small pin before the name of a lane. */
function paintPin(c: Pen, x: number, y: number): void {
  c.beginPath();
  c.arc(x, y - 1.5, 2.5, 0, 7);
  c.fill();
  c.fillRect(x - 0.5, y, 1, 4.5);
}

/** Widest mark of one event, and the least room in which its name is written. */
const MARK = 6;
const NAME = 30;

/** A lane's events one by one, each with what it says where there is room until the next one, else with its name. */
function paintEvents(
  c: Pen,
  g: Geometry,
  lanes: Lanes,
  events: readonly Hit[],
  y: number,
  ink: string,
): void {
  const inner = g.width - GUTTER;
  const mark = c.fillStyle;
  const places = events.map(({ step }) => GUTTER + partOfStep(lanes, step - 1) * inner);
  events.forEach((e, i) => {
    const x = places[i]!;
    const slot = GUTTER + partOfStep(lanes, e.step) * inner - x;
    const w = Math.max(1.5, Math.min(MARK, slot - 1));
    c.fillStyle = mark;
    c.fillRect(x, y, w, LANE.h);
    const room = (places[i + 1] ?? GUTTER + inner) - x - w - 8;
    if (room < NAME) return;
    c.fillStyle = ink;
    const full = `${e.name}  ${e.words}`;
    c.fillText(
      c.measureText(full).width <= room ? full : elide(c, e.name, room, 3),
      x + w + 3,
      y + LANE.h / 2 + 0.5,
    );
  });
}

function paintCurves(
  c: Pen,
  g: Geometry,
  lanes: Lanes,
  measured: readonly Measured[],
  colours: TimelineColours,
): void {
  const inner = g.width - GUTTER;
  const buckets = lanes.steps.length - 1;
  const room = curveRoom(g);
  let row = 0;
  curvesOf(g).forEach((label, k) => {
    if (label === null) return;
    const top = room.top + row++ * (room.h + CURVE_GAP);
    const values = lanes.curves.subarray(k * buckets, (k + 1) * buckets);
    let most = 0;
    for (const v of values) most = Math.max(most, v);
    const shown = k === 1 ? measured.filter((m) => within(lanes, m.step)) : [];
    for (const m of shown) most = Math.max(most, m.anonHuge);
    c.fillStyle = colours.muted;
    c.fillText(label, 4, top + room.h / 2);
    c.strokeStyle = colours.track;
    c.strokeRect(GUTTER, top + room.h + 0.5, inner, 0);
    if (most === 0) return;
    const yOf = (v: number) => top + room.h - (v / most) * (room.h - 1);
    c.beginPath();
    c.moveTo(GUTTER, top + room.h);
    for (let b = 0; b < buckets; b++) c.lineTo(GUTTER + ((b + 0.5) / buckets) * inner, yOf(values[b]!));
    c.lineTo(GUTTER + inner, top + room.h);
    const colour = colours.curves[k]!;
    c.fillStyle = colour;
    c.globalAlpha = 0.22;
    c.fill();
    c.globalAlpha = 1;
    c.beginPath();
    for (let b = 0; b < buckets; b++) c.lineTo(GUTTER + ((b + 0.5) / buckets) * inner, yOf(values[b]!));
    c.strokeStyle = colour;
    c.lineWidth = 1.5;
    c.stroke();
    c.lineWidth = 1;
    c.fillStyle = colours.measured;
    for (const m of shown) {
      c.beginPath();
      c.arc(GUTTER + partOfStep(lanes, m.step) * inner, yOf(m.anonHuge), 2, 0, 7);
      c.fill();
    }
    const text = k === 1 ? sayBytes(most * 1024) : sayCount(most);
    c.textAlign = 'right';
    c.fillStyle = colours.background;
    c.globalAlpha = 0.75;
    c.fillRect(g.width - c.measureText(text).width - 8, top, c.measureText(text).width + 8, 13);
    c.globalAlpha = 1;
    c.fillStyle = colours.text;
    c.fillText(text, g.width - 4, top + 7);
    c.textAlign = 'left';
  });
}

function within(lanes: Lanes, step: number): boolean {
  return step >= lanes.from && step <= lanes.to;
}

/** What moves over the picture: the playhead, the column that is pointed at, the range. */
export interface Over {
  readonly step: number;
  /** Part of the width that is pointed at. */
  readonly pointed: number | null;
  readonly range: Span | null;
}

export function paintOver(
  c: Pen,
  g: Geometry,
  lanes: Lanes,
  { step, pointed, range }: Over,
  colours: TimelineColours,
): void {
  c.clearRect(0, 0, g.width, g.height);
  const inner = g.width - GUTTER;
  const placeOf = (at: number) => GUTTER + Math.max(0, Math.min(1, partOfStep(lanes, at))) * inner;
  if (range && range.to > lanes.from && range.from < lanes.to) {
    const x = Math.round(placeOf(range.from));
    const w = Math.max(2, Math.round(placeOf(range.to)) - x);
    c.fillStyle = colours.playhead;
    c.globalAlpha = 0.16;
    c.fillRect(x, 0, w, g.height);
    c.globalAlpha = 0.9;
    if (range.from >= lanes.from) c.fillRect(x, 0, 1, g.height);
    if (range.to <= lanes.to) c.fillRect(x + w - 1, 0, 1, g.height);
    c.globalAlpha = 1;
  }
  if (pointed !== null) {
    c.fillStyle = colours.muted;
    c.globalAlpha = 0.6;
    c.fillRect(Math.round(GUTTER + pointed * inner), 0, 1, g.height);
    c.globalAlpha = 1;
  }
  const part = partOfStep(lanes, step);
  if (part < 0 || part > 1) return;
  const x = Math.round(GUTTER + part * inner);
  c.fillStyle = colours.playhead;
  c.fillRect(x - 1, 0, 2, g.height);
  c.beginPath();
  c.moveTo(x - 6, 0);
  c.lineTo(x + 6, 0);
  c.lineTo(x, 8);
  c.fill();
}
