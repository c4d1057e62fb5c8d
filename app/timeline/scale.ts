/** Where steps and times lie on the timeline's width. Pure. */
import type { Lanes, Phase } from '../../engine/index.ts';

/** Part of a run: steps `from` to `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Fewest steps a window shows: one event. */
export const NARROWEST = 1;

/** Keeps a window inside the run and at least NARROWEST wide. */
export function clampWindow(w: Span, steps: number): Span {
  const width = Math.min(Math.max(NARROWEST, w.to - w.from), Math.max(NARROWEST, steps));
  const from = Math.max(0, Math.min(w.from, steps - width));
  return { from: Math.round(from), to: Math.round(Math.min(Math.max(steps, NARROWEST), from + width)) };
}

/** Zooms by `factor` around the step at part `at` (0…1) of the width; never by less than a step, so that no turn of a wheel is
 *  lost in rounding. */
export function zoomWindow(w: Span, factor: number, at: number, steps: number): Span {
  const now = w.to - w.from;
  const width = factor > 1 ? Math.max(now + 1, now * factor) : Math.min(now - 1, now * factor);
  const pivot = w.from + (w.to - w.from) * at;
  return clampWindow({ from: pivot - width * at, to: pivot + width * (1 - at) }, steps);
}

/** Moves a window by `by` of its own width, and by a step at least. */
export function panWindow(w: Span, by: number, steps: number): Span {
  const moved = Math.sign(by) * Math.max(1, Math.round(Math.abs(by) * (w.to - w.from)));
  return clampWindow({ from: w.from + moved, to: w.to + moved }, steps);
}

/** Part of the window's steps that lies before a step, 0…1. On an uneven axis that is not its part of the width. */
export function partOfWindow(w: Span, step: number): number {
  return Math.max(0, Math.min(1, (step - w.from) / Math.max(1, w.to - w.from)));
}

/** The window moved, as wide as before, so that a step outside lies a tenth from the side where it left. */
export function follow(w: Span, step: number, steps: number): Span {
  if (step >= w.from && step <= w.to) return w;
  const width = w.to - w.from;
  const from = step > w.to ? step - width * 0.1 : step - width * 0.9;
  return clampWindow({ from, to: from + width }, steps);
}

/** Part of the width, 0…1 inside the window, at which a step lies; by the buckets of `lanes`, so that all axes agree. Where the
 *  window has fewer events than buckets several borders are the same step: it lies in their middle. */
export function partOfStep(lanes: Lanes, step: number): number {
  const { steps } = lanes;
  const last = steps.length - 1;
  if (step <= steps[0]!) return step < steps[0]! ? -1 : 0;
  if (step >= steps[last]!) return step > steps[last]! ? 2 : 1;
  const lo = bucketOf(lanes, step);
  const a = steps[lo]!;
  if (step > a) return (lo + (step - a) / (steps[lo + 1]! - a)) / last;
  return (lo + bucketOf(lanes, step - 1) + 1) / 2 / last;
}

/** The bucket with event n, which leads from step n to the next. */
function bucketOf(lanes: Lanes, n: number): number {
  const { steps } = lanes;
  let lo = 0;
  let hi = steps.length - 1;
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    if (steps[mid]! <= n) lo = mid;
    else hi = mid;
  }
  return lo;
}

/** The events of the bucket in which event n of the window lies. */
export function columnOf(lanes: Lanes, n: number): Span {
  const inside = Math.max(lanes.from, Math.min(lanes.to - 1, n));
  const b = bucketOf(lanes, inside);
  return { from: lanes.steps[b]!, to: lanes.steps[b + 1]! };
}

/** The events under a part of the width: those of its bucket, or of the nearest that has any. */
export function columnAt(lanes: Lanes, part: number): Span {
  const { steps } = lanes;
  const last = steps.length - 1;
  const b = Math.max(0, Math.min(last - 1, Math.floor(part * last)));
  const from = steps[b]!;
  const to = steps[b + 1]!;
  if (to > from) return { from, to };
  return columnOf(lanes, part < partOfStep(lanes, from) ? from - 1 : from);
}

/** The step at a part of the width. */
export function stepAtPart(lanes: Lanes, part: number): number {
  const { steps } = lanes;
  const last = steps.length - 1;
  const at = Math.max(0, Math.min(1, part)) * last;
  const lo = Math.min(last - 1, Math.floor(at));
  const a = steps[lo]!;
  const b = steps[lo + 1]!;
  return Math.round(a + (b - a) * (at - lo));
}

export interface Band {
  readonly phase: Phase;
  /** Parts of the width, clipped to 0…1. */
  readonly from: number;
  readonly to: number;
}

/** Phases that are in view. */
export function bands(lanes: Lanes, phases: readonly Phase[], steps: number): Band[] {
  const clip = (part: number) => Math.max(0, Math.min(1, part));
  return phases
    .map((phase, i) => ({
      phase,
      from: clip(partOfStep(lanes, Math.max(0, phase.step - 1))),
      to: clip(partOfStep(lanes, (phases[i + 1]?.step ?? steps + 1) - 1)),
    }))
    .filter((b) => b.to > b.from);
}

/** A step with something to say about it. */
export interface Flagged {
  readonly kind: 'hazard' | 'note' | 'divergence';
  /** What stands on the flag. */
  readonly id: string;
  readonly title: string;
  readonly step: number;
}

/** Flags of one kind that stand together: their staff `x` pixels into the window, their label from `left` on. */
export interface Flag {
  readonly x: number;
  readonly left: number;
  readonly width: number;
  readonly flags: readonly Flagged[];
}

/** Pixels of a label: its frame, and each letter at most. */
const FRAME = 12;
const LETTER = 9;
const widthOf = (flags: readonly Flagged[]): number =>
  Math.max(26, FRAME + LETTER * flags.reduce((n, f) => n + f.id.length + 1, -1));

/** Flags in view, `width` pixels for the window. One that would stand on the label before it joins it if it is of the same kind;
 *  one of another kind stands beside it. */
export function flagsOf(lanes: Lanes, flags: readonly Flagged[], width: number): Flag[] {
  const out: { x: number; left: number; width: number; flags: Flagged[] }[] = [];
  for (const flag of [...flags].sort((a, b) => a.step - b.step)) {
    const part = partOfStep(lanes, flag.step);
    if (part < 0 || part > 1) continue;
    const x = part * width;
    const last = out.at(-1);
    if (last && last.flags[0]!.kind === flag.kind && x < last.left + last.width) {
      last.flags.push(flag);
      last.width = widthOf(last.flags);
    } else
      out.push({
        x,
        left: Math.max(x, last ? last.left + last.width + 2 : 0),
        width: widthOf([flag]),
        flags: [flag],
      });
  }
  // Labels at the right end stand left of where they would be cut.
  let end = width;
  for (const flag of out.reverse()) {
    flag.left = Math.max(0, Math.min(flag.left, end - flag.width));
    end = flag.left - 2;
  }
  return out.reverse();
}
