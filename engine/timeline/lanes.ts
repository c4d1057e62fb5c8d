/** What the timeline draws of a window: events by lane and bucket, curves, times. One pass over the columns in view. */

import { PMD_BYTES } from '../base/units.ts';
import { ACTORS } from '../event/actor.ts';
import { CHUNK, CHUNK_SHIFT, type Columns } from '../log/columns.ts';
import { type Recorder, SAMPLE } from '../log/recorder.ts';
import type { Axis } from './axis.ts';

export interface LaneWindow {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly axis: Axis;
}

export interface LaneCounts {
  readonly from: number;
  readonly to: number;
  readonly counts: Uint32Array;
  readonly curves: Float64Array;
  readonly steps: Float64Array;
  readonly times: Float64Array;
}

/** Time at which step n is reached: of event n - 1; step 0 is time 0. */
export function timeOfStep(columns: Columns, step: number): number {
  return step <= 0 || columns.length === 0 ? 0 : columns.time(Math.min(step, columns.length) - 1);
}

/** Steps are clamped to the log; buckets to 1…8192. */
export function lanes(
  recorder: Recorder,
  w: LaneWindow,
  phases: readonly { readonly step: number }[],
): LaneCounts {
  const { columns } = recorder;
  const from = Math.max(0, Math.min(columns.length, Math.floor(w.from)));
  const to = Math.max(from, Math.min(columns.length, Math.ceil(w.to)));
  const buckets = Math.max(1, Math.min(8192, Math.floor(w.buckets)));
  const steps = new Float64Array(buckets + 1);
  const times = new Float64Array(buckets + 1);
  const t0 = timeOfStep(columns, from);
  const t1 = timeOfStep(columns, to);
  const edges = w.axis === 'phases' ? phaseEdges(phases, from, to) : null;
  for (let b = 0; b <= buckets; b++) {
    const part = b / buckets;
    const step = edges ? alongEdges(edges, part) : from + (to - from) * part;
    const time = t0 + (t1 - t0) * part;
    steps[b] = w.axis === 'time' ? Math.min(to, Math.max(from, columns.firstAt(time))) : Math.round(step);
    times[b] = w.axis === 'time' ? time : timeOfStep(columns, steps[b] as number);
  }
  steps[0] = from;
  steps[buckets] = to;

  const counts = new Uint32Array(ACTORS.length * buckets);
  for (let b = 0; b < buckets; b++) {
    let n = steps[b] as number;
    const end = steps[b + 1] as number;
    while (n < end) {
      const chunk = columns.chunks[n >>> CHUNK_SHIFT] as { who: Uint8Array };
      const base = (n >>> CHUNK_SHIFT) << CHUNK_SHIFT;
      const stop = Math.min(end - base, CHUNK);
      for (let i = n - base; i < stop; i++) {
        const lane = ((chunk.who[i] as number) & 15) * buckets + b;
        counts[lane] = (counts[lane] as number) + 1;
      }
      n = base + stop;
    }
  }
  return { from, to, counts, curves: curves(recorder, steps, buckets), steps, times };
}

interface Edge {
  readonly step: number;
  /** Part of the width before it, 0…1. */
  readonly part: number;
}

/** Phase borders inside the window with the width that each phase gets. */
function phaseEdges(phases: readonly { readonly step: number }[], from: number, to: number): Edge[] {
  const borders = [from, ...phases.map((p) => p.step - 1).filter((s) => s > from && s < to), to];
  const weights = borders.slice(1).map((end, i) => Math.sqrt(end - (borders[i] as number)));
  const whole = weights.reduce((a, b) => a + b, 0) || 1;
  let part = 0;
  return borders.map((step, i) => {
    part += i === 0 ? 0 : (weights[i - 1] as number) / whole;
    return { step, part };
  });
}

function alongEdges(edges: readonly Edge[], part: number): number {
  const i = edges.findIndex((e) => e.part > part);
  const b = edges[i];
  const a = edges[i - 1];
  if (!a || !b) return (edges.at(-1) as Edge).step;
  return a.step + ((b.step - a.step) * (part - a.part)) / (b.part - a.part);
}

/** Largest sample of each curve in each bucket, and the one that stood when the bucket began. */
function curves(recorder: Recorder, steps: Float64Array, buckets: number): Float64Array {
  const { curve, curveLength } = recorder;
  const out = new Float64Array(3 * buckets);
  const scale = [1, PMD_BYTES / 1024, 1];
  let i = lastSampleAt(recorder, steps[0] as number);
  for (let b = 0; b < buckets; b++) {
    const end = steps[b + 1] as number;
    const from = Math.max(0, i);
    while (i + 1 < curveLength && (curve[(i + 1) * SAMPLE] as number) <= end) i++;
    for (let c = 0; c < 3; c++) {
      let most = 0;
      // A sample that a later one in the bucket replaces at once still counts: peaks are not lost.
      for (let k = from; k <= i; k++) most = Math.max(most, curve[k * SAMPLE + 1 + c] as number);
      out[c * buckets + b] = most * (scale[c] as number);
    }
  }
  return out;
}

/** Number of the last sample at or before `step`, -1 when there is none. */
function lastSampleAt(recorder: Recorder, step: number): number {
  const { curve, curveLength } = recorder;
  let lo = 0;
  let hi = curveLength;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((curve[mid * SAMPLE] as number) <= step) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}
