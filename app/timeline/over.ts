/** Paints what moves over the timeline: what has not happened yet, the playhead with the values there, the column that is pointed
 *  at, the range. Units are CSS pixels. */
import { type Frame, sayTime } from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import { elide, type Pen } from '../ui/pen.ts';
import { dot, FONT, sayValue, type TimelineColours } from './paint.ts';
import { type Curve, type Geometry, GUTTER, type Row, rowsOf } from './rows.ts';
import { paintRuler, type Scale } from './ruler.ts';
import { partOfStep, type Span } from './scale.ts';

/** What holds at the step of the playhead. */
export interface Now {
  /** The time in words. */
  readonly time: string;
  /** The label of the phase. */
  readonly phase: string;
  readonly values: Readonly<Record<Curve, number>>;
}

/** What a frame says of the playhead. */
export const nowOf = ({ timeNs, state }: Frame, phase: string): Now => ({
  time: sayTime(timeNs),
  phase,
  values: { 'to-send': state.toSend, huge: state.anonHuge[1], waiting: state.waiting },
});

export interface Over {
  readonly step: number;
  /** Null until the frame of the step is there. */
  readonly now: Now | null;
  /** Part of the width that is pointed at. */
  readonly pointed: number | null;
  readonly range: Span | null;
}

export function paintOver(
  c: Pen,
  g: Geometry,
  scale: Scale,
  { step, now, pointed, range }: Over,
  colours: TimelineColours,
): void {
  c.clearRect(0, 0, g.width, g.height);
  const { lanes } = scale;
  const inner = g.width - GUTTER;
  const rows = rowsOf(g);
  const placeOf = (at: number) => GUTTER + Math.max(0, Math.min(1, partOfStep(lanes, at))) * inner;
  paintAhead(c, rows, placeOf(step), g.width, colours);
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
  c.font = FONT;
  c.textBaseline = 'middle';
  const part = partOfStep(lanes, step);
  const inView = part >= 0 && part <= 1;
  const x = Math.round(GUTTER + part * inner);
  const ruler = rows.find((row) => row.kind === 'ruler');
  if (ruler) paintRuler(c, ruler, g.width, scale, now && inView ? { x, time: now.time } : null, colours);
  const phase = rows.find((row) => row.kind === 'phase');
  if (phase && now) paintPhase(c, phase, g.width, now.phase, inView ? x : GUTTER, colours);
  if (scale.measured.length > 0) paintLegend(c, g, rows, x, colours);
  if (!inView) return;
  c.fillStyle = colours.playhead;
  c.fillRect(x - 1, 0, 2, g.height);
  if (now) paintValues(c, g, rows, now, x, colours);
}

/** Lanes and curves right of the playhead are fainter: that has not happened yet. */
function paintAhead(c: Pen, rows: readonly Row[], x: number, right: number, colours: TimelineColours): void {
  c.fillStyle = colours.background;
  c.globalAlpha = 0.5;
  for (const { kind, y, h } of rows)
    if ((kind === 'lane' || kind === 'curve') && x < right) c.fillRect(x, y, right - x, h);
  c.globalAlpha = 1;
}

/** The name of the phase at the playhead, whole: it begins there, or ends where the picture ends. */
function paintPhase(
  c: Pen,
  { y, h }: Row,
  right: number,
  phase: string,
  x: number,
  colours: TimelineColours,
): void {
  const text = elide(c, phase, right - 8);
  const w = c.measureText(text).width + 8;
  c.fillStyle = colours.text;
  c.fillText(text, Math.max(0, Math.min(x, right - w)) + 4, y + h / 2 + 0.5);
}

/** What the dots on a curve are, at the end that the playhead is not near. */
function paintLegend(c: Pen, g: Geometry, rows: readonly Row[], x: number, colours: TimelineColours): void {
  const row = rows.find((r) => r.kind === 'curve' && r.curve === 'huge');
  if (!row) return;
  const w = c.measureText(words.dots).width + 24;
  const left = x > (GUTTER + g.width) / 2 ? GUTTER : g.width - w;
  c.fillStyle = colours.background;
  c.fillRect(left, row.y, w, 16);
  c.fillStyle = colours.measured;
  dot(c, left + 8, row.y + 8, 3);
  c.fillStyle = colours.text;
  c.fillText(words.dots, left + 16, row.y + 8.5);
}

/** The value of each curve on a plate right of the playhead, left of it where there is no room. */
function paintValues(
  c: Pen,
  g: Geometry,
  rows: readonly Row[],
  { values }: Now,
  x: number,
  colours: TimelineColours,
): void {
  for (const row of rows) {
    if (row.kind !== 'curve') continue;
    const text = sayValue(row.curve, values[row.curve]);
    const w = c.measureText(text).width + 8;
    const left = x + 2 + w > g.width ? x - 2 - w : x + 2;
    c.fillStyle = colours.background;
    c.fillRect(left, row.y, w, 16);
    c.fillStyle = colours.text;
    c.fillText(text, left + 4, row.y + 8.5);
  }
}
