/** Paints a window of the timeline: ruler, phases, flags, a lane per actor with its events by number or, where there is room, one by
 *  one, curves, measured samples. Units are CSS pixels. */
import {
  ACTORS,
  actorLabel,
  type Flag,
  type Hit,
  type Lanes,
  type Measured,
  type Phase,
  type ShownPhaseName,
  sayBytes,
} from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import { ON_PHASE } from '../ui/colours.ts';
import { elide, type Pen } from '../ui/pen.ts';
import { sayCount } from '../ui/say.ts';
import type { Held } from './flags.ts';
import { heatOf } from './heat.ts';
import { CURVES, type Curve, curveLabel, type Geometry, GUTTER, type Row, rowsOf } from './rows.ts';
import { bands, partOfStep } from './scale.ts';

export interface TimelineColours {
  readonly text: string;
  readonly muted: string;
  readonly track: string;
  readonly background: string;
  readonly playhead: string;
  readonly measured: string;
  readonly lanes: readonly string[];
  readonly curves: readonly [string, string, string];
  readonly phases: Readonly<Record<ShownPhaseName, string>>;
  readonly flags: Readonly<Record<Flag, string>>;
}

export const FONT = '13px system-ui, sans-serif';

/** What there is to paint of a window. */
export interface Picture {
  readonly lanes: Lanes;
  /** The events of the window, where each has room; else null, and lanes show their numbers. */
  readonly events: readonly Hit[] | null;
  readonly phases: readonly Phase[];
  /** Of the whole run. */
  readonly steps: number;
  readonly measured: readonly Measured[];
  /** Targets that a story speaks of: `lane:khugepaged`, `lane:flags@dst`, `curve:huge`, `phase:listen`. */
  readonly isLit: (target: string, host?: 0 | 1) => boolean;
}

/** What all rows are painted with. */
interface Easel {
  readonly c: Pen;
  readonly g: Geometry;
  readonly picture: Picture;
  readonly colours: TimelineColours;
  /** Width of the window. */
  readonly inner: number;
}

export function paintTimeline(c: Pen, g: Geometry, picture: Picture, colours: TimelineColours): void {
  const easel: Easel = { c, g, picture, colours, inner: g.width - GUTTER };
  c.clearRect(0, 0, g.width, g.height);
  c.font = FONT;
  c.textBaseline = 'middle';
  const rows = rowsOf(g);
  for (const row of rows) if (row.kind in PAINT) PAINT[row.kind as keyof typeof PAINT](easel, row as never);
  paintLanes(easel, rows);
  paintBreaks(easel, rows);
}

type Of<K extends Row['kind']> = Extract<Row, { kind: K }>;

const PAINT = {
  phases: paintPhases,
  flags: paintFlags,
  curve: paintCurve,
};

/** A label in the gutter, in the middle of a row. */
function label({ c, colours }: Easel, text: string, { y, h }: Row, x: number, lit: boolean): void {
  if (lit) {
    c.fillStyle = colours.playhead;
    c.fillRect(0, y, 3, h);
  }
  c.fillStyle = lit ? colours.playhead : colours.muted;
  c.fillText(elide(c, text, GUTTER - x - 4), x, y + h / 2 + 0.5);
}

function paintPhases({ c, picture, colours, inner }: Easel, { y, h }: Row): void {
  const { lanes, phases, steps, isLit } = picture;
  for (const b of bands(lanes, phases, steps)) {
    const x = GUTTER + b.from * inner;
    const w = Math.max(1, (b.to - b.from) * inner - 1);
    c.fillStyle = colours.phases[b.phase.name];
    c.beginPath();
    c.roundRect(x, y, w, h, Math.min(3, w / 2));
    c.fill();
    if (isLit(`phase:${b.phase.name}`)) frame(c, colours.text, x, y, w, h);
    c.fillStyle = ON_PHASE;
    const [at, room] = unbroken(lanes, inner, x, w);
    const { label: long, short, tight } = b.phase;
    // In a row that is high enough, words stand upright rather than say less.
    const high = h >= UPRIGHT && c.rotate !== undefined;
    const text = fitting(c, high ? [long, short] : [long, short, tight], room - 8);
    if (text !== null) c.fillText(text, at + 4, y + h / 2 + 0.5);
    else if (high && room > LETTER) paintUpright(c, [short, tight], at + room / 2, y, h);
  }
}

/** A row so high has names that stand upright. */
const UPRIGHT = 60;

/** Height of a text of 13 px, with what is above and below its letters. */
const LETTER = 15;

/** The first of some texts that fits, from the bottom to the top of a row, around `x`. */
function paintUpright(c: Pen, texts: readonly string[], x: number, y: number, h: number): void {
  const text = fitting(c, texts, h - 8);
  if (text === null) return;
  c.save?.();
  c.translate?.(x, y + h - 4);
  c.rotate?.(-Math.PI / 2);
  c.fillText(text, 0, 0);
  c.restore?.();
}

/** The widest part of a stretch that no break goes through: where it begins and how wide it is. */
function unbroken({ breaks, steps }: Lanes, inner: number, x: number, w: number): [x: number, w: number] {
  const cuts = breaks
    .map(({ from, to }) => GUTTER + ((from + to) / 2 / (steps.length - 1)) * inner)
    .filter((cut) => cut > x && cut < x + w);
  let best: [number, number] = [x, (cuts[0] ?? x + w) - x];
  cuts.forEach((cut, i) => {
    const wide = (cuts[i + 1] ?? x + w) - cut - SLANT;
    if (wide > best[1]) best = [cut + SLANT, wide];
  });
  return best;
}

/** The first of some texts that is not wider than `room`. One with more letters than pixels is not measured. */
const fitting = (c: Pen, texts: readonly string[], room: number): string | null =>
  texts.find((text) => text.length <= room && c.measureText(text).width <= room) ?? null;

function frame(c: Pen, colour: string, x: number, y: number, w: number, h: number): void {
  c.strokeStyle = colour;
  c.lineWidth = 2;
  c.strokeRect(x + 1, y + 1, Math.max(1, w - 2), h - 2);
  c.lineWidth = 1;
}

/** The flags of a host: a segment for each set of flags, with a stripe per flag. What only some of its memory has is paler and
 *  hatched. */
function paintFlags(easel: Easel, row: Of<'flags'>): void {
  const { c, g, picture, colours, inner } = easel;
  const { lanes, isLit } = picture;
  label(easel, words.flagsOf(row.host, g.subject), row, 4, isLit('lane:flags', row.host));
  c.fillStyle = colours.track;
  c.fillRect(GUTTER, row.y, inner, row.h);
  let painted = -1;
  for (const { from, to, held } of row.segments) {
    if (to <= lanes.from || from > lanes.to) continue;
    const x0 = Math.max(0, partOfStep(lanes, Math.max(lanes.from, from))) * inner;
    const x1 = Math.min(1, Math.max(0, partOfStep(lanes, Math.min(lanes.to, to)))) * inner;
    // Thousands of changes in one pixel are painted once.
    if (x1 - painted < 0.5) continue;
    painted = x1;
    const [x, w] = [GUTTER + x0, Math.max(1, x1 - x0)];
    const names = held.map((f) => words.flagNames[f.flag]);
    const parts = held.map((f) => words.flagPart(words.flagNames[f.flag], f.pages, f.of));
    const text = fitting(c, [parts.join(' '), names.join(' ')], w - 8);
    // Words are read on full colour.
    const plain = text === null ? 0 : c.measureText(text).width + 8;
    stripes(held, row).forEach(({ flag, pages, of, top, h }) => {
      c.fillStyle = colours.flags[flag];
      c.fillRect(x, top, pages < of ? plain : w, h);
      if (pages >= of) return;
      c.globalAlpha = 0.72;
      c.fillRect(x + plain, top, w - plain, h);
      c.globalAlpha = 1;
      hatch(c, colours.background, x + plain, top, w - plain, h);
    });
    c.fillStyle = colours.background;
    if (w > 4) c.fillRect(x + w - 1, row.y, 1, row.h);
    c.fillStyle = ON_PHASE;
    if (text !== null) c.fillText(text, x + 4, row.y + row.h / 2 + 0.5);
  }
}

/** Pixels of a flag that stands beside advice. */
const STRIPE = 4;

/** Advice (hg, nh) fills the row, equally where both hold; what holds beside it is a stripe at the bottom. */
function stripes(
  held: readonly Held[],
  { y, h }: Row,
): (Held & { readonly top: number; readonly h: number })[] {
  const advice = held.filter((f) => f.flag === 'hg' || f.flag === 'nh');
  const filling = advice.length > 0 ? advice : held;
  const beside = held.filter((f) => !filling.includes(f));
  const room = h - STRIPE * beside.length;
  return [
    ...filling.map((f, i) => ({ ...f, top: y + (i * room) / filling.length, h: room / filling.length })),
    ...beside.map((f, i) => ({ ...f, top: y + room + i * STRIPE, h: STRIPE })),
  ];
}

function hatch(c: Pen, colour: string, x: number, y: number, w: number, h: number): void {
  c.strokeStyle = colour;
  c.globalAlpha = 0.35;
  c.beginPath();
  for (let at = 0; at + h <= w; at += 6) {
    c.moveTo(x + at, y + h);
    c.lineTo(x + at + h, y);
  }
  c.stroke();
  c.globalAlpha = 1;
}

function paintLanes(easel: Easel, rows: readonly Row[]): void {
  const { c, g, picture, colours, inner } = easel;
  const { lanes, events, isLit } = picture;
  const own = rows.filter((row) => row.kind === 'lane');
  const [first] = own;
  if (!first) return;
  const heat =
    events === null
      ? heatOf(
          lanes,
          own.map((row) => row.actor),
          colours.lanes,
        )
      : null;
  c.imageSmoothingEnabled = false;
  const strips = own.filter((row) => !row.named);
  if (strips[0]) {
    const last = strips.at(-1)!;
    const all = { ...strips[0], h: last.y + last.h - strips[0].y };
    label(easel, words.folded(strips.length, own.length), all, 4, false);
  }
  own.forEach((row, i) => {
    const { actor, y, h } = row;
    const lit = g.lane === actor || isLit(`lane:${ACTORS[actor]}`);
    if (row.named) {
      const pinned = g.actors.indexOf(actor) < g.pinned;
      label(easel, actorLabel(actor, g.subject), row, pinned ? 16 : 4, lit);
      if (pinned) paintPin(c, 9, y + h / 2);
    } else if (lit) {
      c.fillStyle = colours.playhead;
      c.fillRect(GUTTER - 4, y, 3, h - 1);
    }
    const thick = row.named ? h - 4 : h - 1;
    const top = row.named ? y + 2 : y;
    c.fillStyle = colours.track;
    c.fillRect(GUTTER, top, inner, thick);
    c.fillStyle = colours.lanes[actor] ?? colours.text;
    if (heat) c.drawImage(heat, 0, i, heat.width, 1, GUTTER, top, inner, thick);
    else paintEvents(easel, events?.filter((e) => e.actor === actor) ?? [], top, thick);
  });
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
const NAME = 36;

/** A lane's events one by one, each with what it says where there is room until the next one, else with its name. */
function paintEvents(
  { c, picture, colours, inner }: Easel,
  events: readonly Hit[],
  y: number,
  h: number,
): void {
  const { lanes } = picture;
  const mark = c.fillStyle;
  const places = events.map(({ step }) => GUTTER + partOfStep(lanes, step - 1) * inner);
  events.forEach((e, i) => {
    const x = places[i]!;
    const slot = GUTTER + partOfStep(lanes, e.step) * inner - x;
    const w = Math.max(1.5, Math.min(MARK, slot - 1));
    c.fillStyle = mark;
    c.fillRect(x, y, w, h);
    const room = (places[i + 1] ?? GUTTER + inner) - x - w - 8;
    if (room < NAME || h < 10) return;
    c.fillStyle = colours.text;
    const text = fitting(c, [`${e.name}  ${e.words}`], room) ?? elide(c, e.name, room, 3);
    c.fillText(text, x + w + 3, y + h / 2 + 0.5);
  });
}

/** Pixels at which a label has room for a second line. */
const TWO_LINES = 32;

function paintCurve(easel: Easel, row: Of<'curve'>): void {
  const { c, g, picture, colours, inner } = easel;
  const { lanes, isLit } = picture;
  const k = CURVES.indexOf(row.curve);
  const { values, most, measured } = curveIn(picture, k);
  const { y, h } = row;
  const buckets = values.length;
  const name = h < TWO_LINES ? row : { ...row, h: h / 2 };
  label(easel, curveLabel(row.curve, g.subject), name, 4, isLit(`curve:${row.curve}`));
  c.fillStyle = colours.muted;
  if (h >= TWO_LINES) c.fillText(words.most(sayValue(row.curve, most)), 4, y + (3 * h) / 4);
  c.strokeStyle = colours.track;
  c.strokeRect(GUTTER, y + h + 0.5, inner, 0);
  if (most === 0) return;
  const yOf = (v: number) => y + h - (v / most) * (h - 1);
  const line = () => {
    for (let b = 0; b < buckets; b++) c.lineTo(GUTTER + ((b + 0.5) / buckets) * inner, yOf(values[b]!));
  };
  c.beginPath();
  c.moveTo(GUTTER, y + h);
  line();
  c.lineTo(GUTTER + inner, y + h);
  c.fillStyle = colours.curves[k]!;
  c.globalAlpha = 0.22;
  c.fill();
  c.globalAlpha = 1;
  c.beginPath();
  line();
  c.strokeStyle = colours.curves[k]!;
  c.lineWidth = 1.5;
  c.stroke();
  c.lineWidth = 1;
  c.fillStyle = colours.measured;
  for (const m of measured) dot(c, GUTTER + partOfStep(lanes, m.step) * inner, yOf(m.anonHuge), 2);
}

/** A full circle. */
export function dot(c: Pen, x: number, y: number, r: number): void {
  c.beginPath();
  c.arc(x, y, r, 0, 7);
  c.fill();
}

/** The values of a curve in view by bucket, the largest of them, and what was measured of it. */
export function curveIn(
  { lanes, measured }: Pick<Picture, 'lanes' | 'measured'>,
  k: number,
): { readonly values: Float64Array; readonly most: number; readonly measured: readonly Measured[] } {
  const buckets = lanes.steps.length - 1;
  const values = lanes.curves.subarray(k * buckets, (k + 1) * buckets);
  const shown =
    CURVES[k] === 'huge' ? measured.filter((m) => m.step >= lanes.from && m.step <= lanes.to) : [];
  let most = 0;
  for (const v of values) most = Math.max(most, v);
  for (const m of shown) most = Math.max(most, m.anonHuge);
  return { values, most, measured: shown };
}

/** A value of a curve: pages, KiB of huge memory, vCPUs. */
export const sayValue = (curve: Curve, v: number): string =>
  curve === 'huge' ? sayBytes(v * 1024) : sayCount(v);

/** Half of the width that the lines of a break take. */
const SLANT = 7;

/** Where the axis leaves out a long sleep: two slanted lines through all rows below the ruler, which says how long it lasts. */
function paintBreaks({ c, g, picture, colours, inner }: Easel, rows: readonly Row[]): void {
  const { breaks, steps } = picture.lanes;
  const top = rows.find((row) => row.kind !== 'ruler')?.y ?? 0;
  const last = rows.at(-1);
  const bottom = last ? last.y + last.h : g.height;
  for (const { from, to } of breaks) {
    const middle = GUTTER + ((from + to) / 2 / (steps.length - 1)) * inner;
    c.fillStyle = colours.background;
    c.fillRect(middle - 3, top, 6, bottom - top);
    c.strokeStyle = colours.muted;
    c.beginPath();
    for (const x of [middle - 3, middle + 3]) {
      c.moveTo(x - 3, bottom);
      c.lineTo(x + 3, top);
    }
    c.stroke();
  }
}
