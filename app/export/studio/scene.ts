/** One picture before it is drawn: plain data, so that it travels to the worker that draws. */
import type { Axis, Frame, Lanes, Lens, Measured, Phase, Subject, Viewport } from '../../../engine/index.ts';
import { type Layout, layoutField, WHOLE } from '../../fields/layout.ts';
import type { Curve, Geometry } from '../../timeline/rows.ts';
import type { Palette } from '../../ui/theme.ts';

export const PARTS = ['fields', 'timeline', 'both'] as const;
/** What a picture shows. */
export type Part = (typeof PARTS)[number];

/** What stays the same from frame to frame of an animation. */
export interface Setting {
  readonly part: Part;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels to a CSS pixel. */
  readonly scale: number;
  readonly palette: Palette;
  readonly lens: Lens;
  readonly cast: Subject;
  readonly title: string;
  readonly sides: readonly { readonly host: 0 | 1; readonly title: string }[];
  readonly regions: number;
  readonly selected: number | null;
  readonly digest: string;
  /** Classes of each side's legend. */
  readonly legends: readonly (readonly number[])[];
  readonly timeline: {
    readonly lanes: Lanes;
    readonly actors: readonly number[];
    readonly phases: readonly Phase[];
    readonly steps: number;
    readonly measured: readonly Measured[];
    readonly axis: Axis;
    readonly flags: Geometry['flags'];
    readonly curves: readonly Curve[];
  } | null;
}

/** And what does not. */
export interface Moment {
  readonly frame: Frame;
  /** `step 1,204 of 36,000 · 48.220 ms · postcopy` */
  readonly place: string;
  readonly link: string | null;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Where everything stands; CSS pixels, whole device pixels. It knows nothing of fonts, so that the page, which asks for the
 *  cells, and the worker, which draws them, agree. */
export interface Plan {
  readonly fields: readonly { readonly box: Box; readonly legend: Box; readonly layout: Layout }[];
  readonly timeline: Box | null;
  /** Top of the lines below. */
  readonly caption: number;
}

export const PAD = 16;
const HEAD = 50;
export const LINE = 18;
/** Two lines for what the step does, two for the link, one for the digest. */
export const CAPTION_LINES = 5;
const SIDE_HEAD = 22;
/** A sample of colour, and the width of a letter at most. */
const ENTRY = 24;
const LETTER = 7.2;

/** Rows that a legend takes, of entries with so many letters. */
const legendRows = (letters: readonly number[], width: number): number =>
  Math.max(1, Math.ceil(letters.reduce((sum, n) => sum + ENTRY + n * LETTER, 0) / (width * 0.86)));

/** Lays a picture out. `letters`: of each legend's entries, by side. */
export function planOf(s: Setting, letters: readonly (readonly number[])[]): Plan {
  const caption = s.height - PAD / 2 - CAPTION_LINES * LINE;
  const room: Box = { x: PAD, y: HEAD + PAD / 2, w: s.width - 2 * PAD, h: caption - HEAD - PAD };
  if (s.part === 'timeline') return { fields: [], timeline: room, caption };
  const strip = s.part === 'both' ? Math.min(room.h * 0.45, stripHeight(s)) : 0;
  const area = { ...room, h: room.h - strip - (strip > 0 ? PAD / 2 : 0) };
  const n = s.sides.length;
  const sideBySide = n === 1 || area.w >= area.h;
  const w = sideBySide ? (area.w - (n - 1) * PAD) / n : area.w;
  const h = sideBySide ? area.h : (area.h - (n - 1) * (PAD / 2)) / n;
  // Both fields are equally high, so that a page has the same place in both.
  const below = Math.max(...s.sides.map((_, i) => legendRows(letters[i] ?? [], w))) * LINE + 6;
  const whole = (v: number): number => Math.round(v * s.scale) / s.scale;
  const fields = s.sides.map((_, i) => {
    const x = whole(area.x + (sideBySide ? i * (w + PAD) : 0));
    const top = area.y + (sideBySide ? 0 : i * (h + PAD / 2));
    const box = {
      x,
      y: whole(top + SIDE_HEAD),
      w: whole(w),
      h: whole(Math.max(LINE, h - SIDE_HEAD - below)),
    };
    const layout = layoutField(
      Math.round(box.w * s.scale),
      Math.round(box.h * s.scale),
      s.regions,
      WHOLE,
      s.scale,
    );
    return { box, legend: { x, y: box.y + box.h + 6, w: box.w, h: below - 6 }, layout };
  });
  const timeline = strip > 0 ? { x: room.x, y: area.y + area.h + PAD / 2, w: room.w, h: strip } : null;
  return { fields, timeline, caption };
}

/** Ruler and phases, flags, a lane per actor, curves. */
function stripHeight({ timeline }: Setting): number {
  const { flags = [], actors = [], curves = [] } = timeline ?? {};
  return 46 + flags.length * 17 + actors.length * 15 + curves.length * 38;
}

/** The tiles to ask for, by host; a host that is not shown asks for what the other does. */
export function viewportsOf(s: Setting, plan: Plan): readonly [src: Viewport, dst: Viewport] {
  const none: Viewport = { first: 0, count: 0, sub: 16 };
  const of = (host: 0 | 1): Viewport => {
    const at = s.sides.findIndex((side) => side.host === host);
    return plan.fields[at]?.layout.viewport ?? none;
  };
  return [of(0), of(1)];
}
