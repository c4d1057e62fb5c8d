/** The ruler of the timeline: which times or steps have a tick, and what it says. Pure. */
import type { Axis, Lanes, Phase } from '../../engine/index.ts';
import { sayCount, sayNumber } from '../ui/say.ts';
import { partOfStep } from './scale.ts';

export interface Tick {
  /** Part of the width, 0…1. */
  readonly part: number;
  readonly label: string;
}

const UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

/** `12.5 ms`: a time with no more digits than a ruler of that spacing needs, both in ns. */
export function sayTick(ns: number, spacing: number): string {
  if (ns === 0) return '0';
  const [size, unit] = UNITS.find(([size]) => ns >= size) ?? UNITS[3];
  const digits = Math.max(0, Math.min(6, Math.ceil(-Math.log10(Math.max(1, spacing) / size) - 1e-9)));
  const value = Number((ns / size).toFixed(digits));
  return `${sayNumber(value, String(value).split('.')[1]?.length ?? 0)} ${unit}`;
}

/** The smallest 1, 2 or 5 times a power of ten that is at least `least`. */
export function spacingOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= least) ?? 10 * power;
}

/** Pixels between two labels at least. */
const ROOM = 84;

/** Ticks for `width` pixels: times, steps, or the time at which each phase begins. */
export function ticksOf(lanes: Lanes, axis: Axis, phases: readonly Phase[], width: number): Tick[] {
  const raw =
    axis === 'time' && lanes.times.at(-1)! > lanes.times[0]!
      ? timeTicks(lanes, width)
      : axis === 'steps'
        ? stepTicks(lanes, width)
        : phaseTicks(lanes, phases, width);
  return apart(raw, width);
}

/** Those that have room for their labels. */
function apart<T extends { readonly part: number }>(ticks: readonly T[], width: number): T[] {
  const shown: T[] = [];
  for (const tick of ticks)
    if ((tick.part - (shown.at(-1)?.part ?? -1)) * width >= ROOM && tick.part <= 1) shown.push(tick);
  return shown;
}

/** Part of the width at which a time lies; times of the lanes never fall. */
function partOfTime({ times }: Lanes, ns: number): number {
  let lo = 0;
  let hi = times.length - 1;
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    if (times[mid]! <= ns) lo = mid;
    else hi = mid;
  }
  const [a, b] = [times[lo]!, times[hi]!];
  return (lo + (b > a ? (ns - a) / (b - a) : 0)) / (times.length - 1);
}

/** Between two breaks ticks stand evenly; each stretch begins with one. */
function timeTicks(lanes: Lanes, width: number): Tick[] {
  const { times, breaks } = lanes;
  const last = times.length - 1;
  const edges = [0, ...breaks.flatMap((b) => [b.from, b.to]), last];
  const ticks: Tick[] = [];
  for (let i = 0; i < edges.length; i += 2) {
    const [from, to] = [edges[i]! / last, edges[i + 1]! / last];
    const [a, b] = [times[Math.ceil(edges[i]!)]!, times[Math.floor(edges[i + 1]!)]!];
    const px = Math.max(1, (to - from) * width);
    const spacing = spacingOf(((b - a) * ROOM) / px);
    if (i > 0) ticks.push({ part: from, label: sayTick(a, spacingOf(a / 1000)) });
    for (let t = Math.ceil(a / spacing) * spacing; t <= b && px > ROOM; t += spacing)
      ticks.push({ part: partOfTime(lanes, t), label: sayTick(t, spacing) });
  }
  return ticks;
}

function stepTicks(lanes: Lanes, width: number): Tick[] {
  const spacing = spacingOf(((lanes.to - lanes.from) * ROOM) / Math.max(1, width));
  const ticks: Tick[] = [];
  for (let s = Math.ceil(lanes.from / spacing) * spacing; s <= lanes.to; s += spacing)
    ticks.push({ part: partOfStep(lanes, s), label: sayCount(s) });
  return ticks;
}

/** The time at each border that has room, with enough digits to tell it from those beside it. */
function phaseTicks(lanes: Lanes, phases: readonly Phase[], width: number): Tick[] {
  const borders = phases
    .filter(({ step }) => step > lanes.from && step <= lanes.to)
    .map(({ step, timeNs }) => ({ timeNs, part: Math.max(0, partOfStep(lanes, step - 1)) }));
  const shown = apart(borders, width);
  return shown.map(({ timeNs, part }, i) => {
    const gaps = [shown[i - 1], shown[i + 1]].map(
      (other) => Math.abs(timeNs - (other?.timeNs ?? 0)) || timeNs,
    );
    return { part, label: sayTick(timeNs, spacingOf(Math.min(timeNs / 1000, ...gaps))) };
  });
}
