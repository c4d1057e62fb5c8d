/** What the timeline draws of a window: events by lane and bucket, curves, times. The work grows with the buckets and not with
 *  the events between them. */

import { PMD_BYTES } from '../base/units.ts';
import { ACTORS } from '../event/actor.ts';
import type { Columns } from '../log/columns.ts';
import type { Axis } from './axis.ts';
import type { LaneIndex } from './laneindex.ts';

export interface LaneWindow {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly axis: Axis;
}

/** Lane counts and curves for a window of the timeline, `buckets` columns. */
export interface Lanes {
  readonly from: number;
  readonly to: number;
  /** Events by lane (ACTORS order) and bucket: lanes × buckets. */
  readonly counts: Uint32Array;
  /** Pages to send, AnonHugePages of the destination (KiB), waiting vCPUs: 3 × buckets, the largest value in each bucket. */
  readonly curves: Float64Array;
  /** First step of each bucket and, last, `to`: buckets + 1. */
  readonly steps: Float64Array;
  /** Time at those steps, ns. */
  readonly times: Float64Array;
  /** Long stretches without an event that an axis of time shortens. */
  readonly breaks: readonly Break[];
}

/** A stretch of time, `ns` long, that is drawn from bucket `from` to bucket `to` whatever its length. */
export interface Break {
  readonly from: number;
  readonly to: number;
  readonly ns: number;
}

/** Time at which step n is reached: of event n - 1; step 0 is time 0. */
export function timeOfStep(columns: Columns, step: number): number {
  return step <= 0 || columns.length === 0 ? 0 : columns.time(Math.min(step, columns.length) - 1);
}

/** Steps are clamped to the log; buckets to 1…8192. `index` has seen the whole log. A window in which no time passes has an
 *  axis of steps instead of time: its events would all be in one place. */
export function lanes(index: LaneIndex, w: LaneWindow, phases: readonly Bordered[]): Lanes {
  const { columns } = index;
  const from = Math.max(0, Math.min(columns.length, Math.floor(w.from)));
  const to = Math.max(from, Math.min(columns.length, Math.ceil(w.to)));
  const buckets = Math.max(1, Math.min(8192, Math.floor(w.buckets)));
  const steps = new Float64Array(buckets + 1);
  const times = new Float64Array(buckets + 1);
  const t0 = timeOfStep(columns, from);
  const t1 = timeOfStep(columns, to);
  const byTime = w.axis === 'time' && t1 > t0;
  const edges = w.axis === 'phases' ? phaseEdges(phases, from, to, buckets) : null;
  const sleeps = byTime ? sleepsIn(columns, from, to) : [];
  const { edges: clock, breaks } = timeEdges(t0, t1, sleeps, buckets);
  for (let b = 0; b <= buckets; b++) {
    const part = b / buckets;
    const step = edges ? alongEdges(edges, part) : from + (to - from) * part;
    const time = byTime ? alongEdges(clock, part) : t0;
    steps[b] = byTime ? Math.min(to, Math.max(from, columns.firstAt(time))) : Math.round(step);
    times[b] = byTime ? time : timeOfStep(columns, steps[b]!);
  }
  steps[0] = from;
  steps[buckets] = to;

  const counts = new Uint32Array(ACTORS.length * buckets);
  const curves = new Float64Array(3 * buckets);
  let before = new Uint32Array(16);
  let after = new Uint32Array(16);
  const most = new Uint32Array(3);
  index.before(from, before);
  for (let b = 0; b < buckets; b++) {
    const first = steps[b]!;
    const end = steps[b + 1]!;
    if (end > first) {
      index.before(end, after);
      for (let actor = 0; actor < ACTORS.length; actor++)
        counts[actor * buckets + b] = after[actor]! - before[actor]!;
      [before, after] = [after, before];
    }
    index.highest(first, end, most);
    for (let c = 0; c < 3; c++) curves[c * buckets + b] = most[c]! * SCALE[c]!;
  }
  return { from, to, counts, curves, steps, times, breaks };
}

/** Regions that are mapped huge are told in KiB. */
const SCALE = [1, PMD_BYTES / 1024, 1];

/** A step, or a time in ns, and the part of the width before it, 0…1. */
interface Edge {
  readonly at: number;
  readonly part: number;
}

/** A phase as far as the axis needs it. */
interface Bordered {
  /** Step after its first event. */
  readonly step: number;
  readonly short: string;
}

/** Buckets that a phase has at least where there is room, at most 140: those of its short label and a fifth more, as borders are
 *  drawn between events and a phase of three events is narrower than its steps. The buckets are pixels. */
const roomOf = (label: string): number =>
  Math.min(140, 1.2 * (20 + 7.2 * label.length + 2.2 * label.replace(/[^A-Z]/g, '').length));
/** Part of the width that phases have as such; the rest goes by their events. */
const PHASE_SHARE = 0.92;

/** Phase borders inside the window with the width that each phase gets. */
function phaseEdges(phases: readonly Bordered[], from: number, to: number, buckets: number): Edge[] {
  const rooms = new Map([[from, 0]]);
  // The label of the phase that the window begins in, and of each that begins inside it.
  for (const { step, short } of phases) {
    const at = Math.max(from, step - 1);
    if (at < to) rooms.set(at, roomOf(short));
  }
  const borders = [...rooms.keys(), to];
  const labels = [...rooms.values()];
  const weights = labels.map((_, i) => Math.sqrt(borders[i + 1]! - borders[i]!));
  const whole = weights.reduce((a, b) => a + b, 0) || 1;
  const asked = labels.reduce((a, b) => a + b, 0) / buckets;
  const share = Math.min(PHASE_SHARE, asked);
  let part = 0;
  return borders.map((at, i) => {
    if (i > 0)
      part += (share * labels[i - 1]!) / (asked * buckets || 1) + ((1 - share) * weights[i - 1]!) / whole;
    return { at, part };
  });
}

/** A stretch without an event between two steps, ns. */
interface Sleep {
  readonly from: number;
  readonly to: number;
}

/** Most sleeps that are shortened, and how many times longer than the mean gap between events one is at least. */
const MOST_BREAKS = 24;
const LONG = 5;

/** The longest gaps between events of the window, if most of its time passes in them: each lasts at least as long as all that is left. In order. */
function sleepsIn(columns: Columns, from: number, to: number): Sleep[] {
  const whole = timeOfStep(columns, to) - timeOfStep(columns, from);
  const found: Sleep[] = [];
  gaps(columns, from, to, Math.max((LONG * whole) / (to - from), whole / MOST_BREAKS), found);
  found.sort((a, b) => b.to - b.from - (a.to - a.from));
  let left = whole;
  let most = 0;
  found.forEach((gap, i) => {
    left -= gap.to - gap.from;
    if (gap.to - gap.from >= left) most = i + 1;
  });
  return found.slice(0, most).sort((a, b) => a.from - b.from);
}

/** Adds the gaps of at least `least` ns between the steps [from, to]: halves what is long and leaves out what is not. */
function gaps(columns: Columns, from: number, to: number, least: number, found: Sleep[]): void {
  const [a, b] = [timeOfStep(columns, from), timeOfStep(columns, to)];
  if (b - a < least) return;
  if (to - from === 1) {
    found.push({ from: a, to: b });
    return;
  }
  const middle = (from + to) >>> 1;
  gaps(columns, from, middle, least, found);
  gaps(columns, middle, to, least, found);
}

/** Buckets of a break, and the part of the width that all of them may take. */
const BREAK_ROOM = 44;
const BREAK_SHARE = 0.4;

/** An axis of time with every sleep as wide as any other. */
function timeEdges(
  t0: number,
  t1: number,
  sleeps: readonly Sleep[],
  buckets: number,
): { readonly edges: readonly Edge[]; readonly breaks: readonly Break[] } {
  const slept = sleeps.reduce((sum, s) => sum + s.to - s.from, 0);
  const room = sleeps.length === 0 ? 0 : Math.min(BREAK_ROOM / buckets, BREAK_SHARE / sleeps.length);
  const awake = Math.max(1, t1 - t0 - slept);
  const edges: Edge[] = [{ at: t0, part: 0 }];
  const breaks: Break[] = [];
  for (const { from, to } of sleeps) {
    const last = edges.at(-1)!;
    const part = last.part + ((1 - room * sleeps.length) * (from - last.at)) / awake;
    edges.push({ at: from, part }, { at: to, part: part + room });
    breaks.push({ from: part * buckets, to: (part + room) * buckets, ns: to - from });
  }
  edges.push({ at: t1, part: 1 });
  return { edges, breaks };
}

function alongEdges(edges: readonly Edge[], part: number): number {
  const i = edges.findIndex((e) => e.part > part);
  const b = edges[i];
  const a = edges[i - 1];
  if (!a || !b) return edges.at(-1)!.at;
  return a.at + ((b.at - a.at) * (part - a.part)) / (b.part - a.part);
}
