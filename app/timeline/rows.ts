/** Where the rows of the timeline stand: a ruler, phases, flags of each host, a lane per actor, curves. Units are CSS pixels. Pure. */
import type { Subject } from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { FlagSegment } from './flags.ts';

/** Room for labels on the left. */
export const GUTTER = 112;
const RULER = 18;
/** The bar of phases, by mouse and by finger. */
const PHASES = { fine: 20, coarse: 44 } as const;
/** A row of text of 13 px. */
const TEXT = 15;
const FLAGS = 17;
const GAP = 4;
/** Heights that lanes and curves may have. A lane without a name is a strip. */
const LANE = { strip: 4, named: TEXT, most: 20 } as const;
const CURVE = { least: 18, most: 52 } as const;

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
  (
    | { readonly kind: 'ruler' | 'phases' }
    | { readonly kind: 'flags'; readonly host: 0 | 1; readonly segments: readonly FlagSegment[] }
    /** `named`: there is room for the name of each. */
    | { readonly kind: 'lane'; readonly actor: number; readonly named: boolean }
    | { readonly kind: 'curve'; readonly curve: Curve }
  );

/** The rows that have room, from the top. Where there is little, lanes become strips, then curves go, then flags, then the ruler;
 *  phases stay. Nothing is stretched to fill the rest. */
export function rowsOf(g: Geometry): Row[] {
  const rows: Row[] = [];
  let y = 0;
  const put = (h: number, row: (place: Place) => Row, gap = 0) => {
    rows.push(row({ y, h }));
    y += h + gap;
  };
  const phases = g.coarse && g.height >= 120 ? PHASES.coarse : PHASES.fine;
  if (g.height >= RULER + phases) put(RULER, (p) => ({ ...p, kind: 'ruler' }));
  put(Math.min(phases, g.height - y), (p) => ({ ...p, kind: 'phases' }), GAP);
  if (g.height >= y + g.flags.length * FLAGS) {
    for (const { host, segments } of g.flags)
      put(FLAGS - 2, (p) => ({ ...p, kind: 'flags', host, segments }), 2);
    if (g.flags.length > 0) y += GAP;
  }
  const { lane, curve, curves } = share(g.height - y, g.actors.length, g.curves.length);
  if (lane > 0)
    for (const actor of g.actors)
      put(lane, (p) => ({ ...p, kind: 'lane', actor, named: lane >= LANE.named }));
  if (g.actors.length > 0) y += GAP;
  for (const id of g.curves.slice(0, curves))
    put(curve - GAP, (p) => ({ ...p, kind: 'curve', curve: id }), GAP);
  return rows;
}

/** What is left, shared among lanes and curves: the height of each lane and curve, and the number of curves. */
function share(
  room: number,
  lanes: number,
  curves: number,
): { readonly lane: number; readonly curve: number; readonly curves: number } {
  const left = room - GAP;
  const named = left - lanes * LANE.named >= curves * CURVE.least;
  const least = named ? LANE.named : LANE.strip;
  if (left < lanes * least) return { lane: 0, curve: 0, curves: 0 };
  const shown = Math.min(curves, Math.floor((left - lanes * least) / CURVE.least));
  const free = left - lanes * least;
  const curve = shown > 0 ? Math.min(CURVE.most, Math.floor(free / shown)) : 0;
  const more = lanes > 0 ? (free - shown * curve) / lanes : 0;
  // A lane that is too low for its name is only as high as a strip needs to be.
  const most = named ? LANE.most : LANE.named - 1;
  return { lane: Math.floor(Math.min(most, least + more)), curve, curves: shown };
}

/** The row at height `y`, null where there is none. */
export const rowAt = (g: Geometry, y: number): Row | null =>
  rowsOf(g).find((row) => y >= row.y && y < row.y + row.h) ?? null;

/** The actor whose lane is at height `y`, null where there is none. */
export function laneAt(g: Geometry, y: number): number | null {
  const row = rowAt(g, y);
  return row?.kind === 'lane' ? row.actor : null;
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
