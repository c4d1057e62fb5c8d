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
}

/** Time at which step n is reached: of event n - 1; step 0 is time 0. */
export function timeOfStep(columns: Columns, step: number): number {
  return step <= 0 || columns.length === 0 ? 0 : columns.time(Math.min(step, columns.length) - 1);
}

/** Steps are clamped to the log; buckets to 1…8192. `index` has seen the whole log. A window in which no time passes has an
 *  axis of steps instead of time: its events would all be in one place. */
export function lanes(index: LaneIndex, w: LaneWindow, phases: readonly { readonly step: number }[]): Lanes {
  const { columns } = index;
  const from = Math.max(0, Math.min(columns.length, Math.floor(w.from)));
  const to = Math.max(from, Math.min(columns.length, Math.ceil(w.to)));
  const buckets = Math.max(1, Math.min(8192, Math.floor(w.buckets)));
  const steps = new Float64Array(buckets + 1);
  const times = new Float64Array(buckets + 1);
  const t0 = timeOfStep(columns, from);
  const t1 = timeOfStep(columns, to);
  const byTime = w.axis === 'time' && t1 > t0;
  const edges = w.axis === 'phases' ? phaseEdges(phases, from, to) : null;
  for (let b = 0; b <= buckets; b++) {
    const part = b / buckets;
    const step = edges ? alongEdges(edges, part) : from + (to - from) * part;
    const time = t0 + (t1 - t0) * part;
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
  return { from, to, counts, curves, steps, times };
}

/** Regions that are mapped huge are told in KiB. */
const SCALE = [1, PMD_BYTES / 1024, 1];

interface Edge {
  readonly step: number;
  /** Part of the width before it, 0…1. */
  readonly part: number;
}

/** Phase borders inside the window with the width that each phase gets. */
function phaseEdges(phases: readonly { readonly step: number }[], from: number, to: number): Edge[] {
  const borders = [from, ...phases.map((p) => p.step - 1).filter((s) => s > from && s < to), to];
  const weights = borders.slice(1).map((end, i) => Math.sqrt(end - borders[i]!));
  const whole = weights.reduce((a, b) => a + b, 0) || 1;
  let part = 0;
  return borders.map((step, i) => {
    part += i === 0 ? 0 : weights[i - 1]! / whole;
    return { step, part };
  });
}

function alongEdges(edges: readonly Edge[], part: number): number {
  const i = edges.findIndex((e) => e.part > part);
  const b = edges[i];
  const a = edges[i - 1];
  if (!a || !b) return edges.at(-1)!.step;
  return a.step + ((b.step - a.step) * (part - a.part)) / (b.part - a.part);
}
