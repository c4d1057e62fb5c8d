/** Where the rows of the timeline stand: a ruler, phases, flags of each host, a lane per actor, curves. Units are CSS pixels. Pure. */
import type { Subject } from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { FlagSegment } from './flags.ts';

/** Room for labels on the left. */
export const GUTTER = 112;
const RULER = 18;
/** Narrower pictures have no room for the names of most phases: the phase at the playhead is named above them, where this height
 *  leaves room. */
const NAMES = { width: 760, height: 150 } as const;
/** The bar of phases, by mouse and by finger; and where names of phases stand upright in a narrow picture, if it is so high. */
const PHASES = { fine: 20, coarse: 44, upright: 92, height: 200 } as const;
/** A press so far down the bar leads to a phase; what is below it in a higher one is for scrubbing and zooming. */
export const PRESSED = PHASES.coarse;
/** A row of text of 13 px. */
const TEXT = 14;
const FLAGS = 16;
const GAP = 4;
/** Heights that lanes and curves may have. A lane without a name is a strip. */
const LANE = { strip: 3, named: TEXT, most: 20 } as const;
const CURVE = { least: 17, most: 52 } as const;
/** So many lanes have names before there are curves. */
const LEAST_NAMED = 3;

/** The curves of `Lanes.curves`, in its order. */
export const CURVES = ['to-send', 'huge', 'waiting'] as const;
export type Curve = (typeof CURVES)[number];

export interface Geometry {
  readonly width: number;
  readonly height: number;
  /** Lanes shown, from the top: actors that have an event anywhere in the run. */
  readonly actors: readonly number[];
  /** How many of them are pinned on top. */
  readonly pinned: number;
  /** The actor whose lane is picked. */
  readonly lane: number | null;
  /** All lanes have names, and curves what they leave. */
  readonly unfolded: boolean;
  /** A script has threads and calls, and nothing to send. */
  readonly subject: Subject;
  /** Flags over the run, of each host that has any. */
  readonly flags: readonly { readonly host: 0 | 1; readonly segments: readonly FlagSegment[] }[];
  /** Curves that are above zero anywhere in the run. */
  readonly curves: readonly Curve[];
  /** Fingers need more room. */
  readonly coarse: boolean;
}

interface Place {
  readonly y: number;
  readonly h: number;
}

export type Row = Place &
  /** `phase`: the name of the phase at the playhead. */
  (
    | { readonly kind: 'ruler' | 'phase' | 'phases' }
    | { readonly kind: 'flags'; readonly host: 0 | 1; readonly segments: readonly FlagSegment[] }
    /** `named`: it has its name; the others are strips that share one label. */
    | { readonly kind: 'lane'; readonly actor: number; readonly named: boolean }
    | { readonly kind: 'curve'; readonly curve: Curve }
  );

/** The rows that have room, from the top. Where there is little, the last lanes become strips, then curves go, then flags, then the
 *  ruler; phases stay. Nothing is stretched to fill the rest. */
export function rowsOf(g: Geometry): Row[] {
  const rows: Row[] = [];
  let y = 0;
  const put = (h: number, row: (place: Place) => Row, gap = 0) => {
    rows.push(row({ y, h }));
    y += h + gap;
  };
  const phases = heightOfPhases(g);
  if (g.height >= RULER + phases) put(RULER, (p) => ({ ...p, kind: 'ruler' }));
  if (g.width < NAMES.width && g.height >= NAMES.height) put(TEXT, (p) => ({ ...p, kind: 'phase' }), 1);
  put(Math.min(phases, g.height - y), (p) => ({ ...p, kind: 'phases' }), GAP);
  if (g.height >= y + g.flags.length * FLAGS) {
    for (const { host, segments } of g.flags)
      put(FLAGS - 2, (p) => ({ ...p, kind: 'flags', host, segments }), 2);
    if (g.flags.length > 0) y += GAP;
  }
  const { named, lane, strip, curve, curves } = share(g, g.height - y);
  for (const actor of namedFirst(g, named).slice(0, strip > 0 ? undefined : named)) {
    const isNamed = rows.filter((row) => row.kind === 'lane').length < named;
    put(isNamed ? lane : strip, (p) => ({ ...p, kind: 'lane', actor, named: isNamed }));
  }
  if (g.actors.length > 0) y += GAP;
  for (const id of g.curves.slice(0, curves))
    put(curve - GAP, (p) => ({ ...p, kind: 'curve', curve: id }), GAP);
  return rows;
}

function heightOfPhases({ width, height, coarse }: Geometry): number {
  if (width < NAMES.width && height >= PHASES.height) return PHASES.upright;
  return coarse && height >= 120 ? PHASES.coarse : PHASES.fine;
}

/** The lanes in their order; one that is picked is the last of those with names if it would have none. */
function namedFirst({ actors, lane }: Geometry, named: number): readonly number[] {
  if (lane === null || named === 0 || actors.indexOf(lane) < named) return actors;
  return [...actors.slice(0, named - 1), lane, ...actors.slice(named - 1).filter((a) => a !== lane)];
}

interface Share {
  /** Lanes that have names, and how high these and the others are. */
  readonly named: number;
  readonly lane: number;
  readonly strip: number;
  readonly curve: number;
  readonly curves: number;
}

/** What is left, shared among lanes and curves. All lanes have names where that leaves room for all curves, or where a reader wants
 *  them; else those that fit, and the others are strips beside one label. */
function share({ actors, curves: { length: curves }, unfolded }: Geometry, room: number): Share {
  const left = room - GAP;
  const lanes = actors.length;
  if (left >= lanes * LANE.named + (unfolded ? 0 : curves * CURVE.least)) {
    const { curve, shown, free } = shareCurves(left - lanes * LANE.named, curves);
    const more = lanes > 0 ? free / lanes : 0;
    return {
      ...{ named: lanes, lane: Math.floor(Math.min(LANE.most, LANE.named + more)) },
      strip: 0,
      curve,
      curves: shown,
    };
  }
  const strips = (n: number) => (n > 0 ? n * Math.max(LANE.strip, Math.ceil((TEXT - 2) / n)) : 0);
  const height = (named: number) => named * LANE.named + strips(lanes - named);
  if (left < strips(lanes)) return { named: 0, lane: 0, strip: 0, curve: 0, curves: 0 };
  // A lane with a name is worth more than a curve, until some have one.
  const fits = (named: number, beside: number) => height(named) + beside * CURVE.least <= left;
  let beside = curves;
  while (beside > 0 && !fits(Math.min(LEAST_NAMED, lanes), beside)) beside--;
  let named = 0;
  while (named + 1 < lanes && fits(named + 1, beside)) named++;
  const { curve, shown } = shareCurves(left - height(named), beside);
  return { named, lane: LANE.named, strip: strips(lanes - named) / (lanes - named), curve, curves: shown };
}

function shareCurves(room: number, curves: number): { curve: number; shown: number; free: number } {
  const shown = Math.min(curves, Math.max(0, Math.floor(room / CURVE.least)));
  const curve = shown > 0 ? Math.min(CURVE.most, Math.floor(room / shown)) : 0;
  return { curve, shown, free: room - shown * curve };
}

/** The row at height `y`, null where there is none. */
export const rowAt = (g: Geometry, y: number): Row | null =>
  rowsOf(g).find((row) => y >= row.y && y < row.y + row.h) ?? null;

/** The actor whose lane is at height `y`, null where there is none. */
export function laneAt(g: Geometry, y: number): number | null {
  const row = rowAt(g, y);
  return row?.kind === 'lane' ? row.actor : null;
}

/** Whether a press on the gutter at height `y` gives all lanes their names: those there share a label, and there is room. */
export function unfoldsAt(g: Geometry, y: number): boolean {
  const row = rowAt(g, y);
  if (row?.kind !== 'lane' || row.named) return false;
  return rowsOf({ ...g, unfolded: true }).every((r) => r.kind !== 'lane' || r.named);
}

/** What a curve is called, by whose story it is. */
export function curveLabel(curve: Curve, subject: Subject): string {
  const { curves } = words;
  if (curve === 'to-send') return subject === 'tracking' ? curves.dirty : curves.toSend;
  if (curve === 'huge') return subject === 'script' ? curves.huge : curves.dstHuge;
  return subject === 'script' ? curves.asleep : subject === 'criu' ? curves.threads : curves.vcpus;
}

/** Curves that a run of each kind may have. */
const POSSIBLE: Readonly<Record<Subject, readonly Curve[]>> = {
  qemu: CURVES,
  criu: CURVES,
  tracking: ['to-send'],
  script: ['huge', 'waiting'],
};

/** The curves of a run, given the largest value of each in all of it; null: not known yet. */
export const curvesOf = (subject: Subject, most: ArrayLike<number> | null): Curve[] =>
  POSSIBLE[subject].filter((curve) => most === null || most[CURVES.indexOf(curve)]! > 0);
