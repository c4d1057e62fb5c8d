/** Paints the ruler: the time at the playhead, how long each break of the axis lasts, and ticks with labels where there is room
 *  between these. Units are CSS pixels. */
import type { Axis, Lanes, Measured, Phase } from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Pen } from '../ui/pen.ts';
import type { TimelineColours } from './paint.ts';
import { GUTTER, type Row } from './rows.ts';
import { sayTick, spacingOf, ticksOf } from './ticks.ts';

/** What is behind the rows: the axis, and whether anything was measured. */
export interface Scale {
  readonly lanes: Lanes;
  readonly axis: Axis;
  readonly phases: readonly Phase[];
  readonly measured: readonly Measured[];
}

/** The playhead: its place, and its time in words. */
export interface Head {
  readonly x: number;
  readonly time: string;
}

/** `head` null: it is not in view, or its time is not known yet. */
export function paintRuler(
  c: Pen,
  { y, h }: Row,
  width: number,
  { lanes, axis, phases }: Scale,
  head: Head | null,
  colours: TimelineColours,
): void {
  const inner = width - GUTTER;
  const middle = y + h / 2 + 0.5;
  const taken: [from: number, to: number][] = [];
  if (head) {
    const w = c.measureText(head.time).width + 8;
    const left = head.x + 1 + w > width ? head.x - 1 - w : head.x + 1;
    c.fillStyle = colours.playhead;
    c.fillRect(left, y, w, h - 1);
    c.fillStyle = colours.background;
    c.fillText(head.time, left + 4, middle);
    taken.push([left, left + w]);
  }
  const free = (from: number, to: number) => to <= width && taken.every(([a, b]) => to < a || from > b);
  const { breaks, steps } = lanes;
  for (const { from, to, ns } of breaks) {
    const [x0, x1] = [from, to].map((b) => GUTTER + (b / (steps.length - 1)) * inner) as [number, number];
    const text = sayTick(ns, spacingOf(ns / 10));
    const w = c.measureText(text).width;
    const left = (x0 + x1 - w) / 2;
    if (w > x1 - x0 || !free(left, left + w)) continue;
    c.fillStyle = colours.text;
    c.fillText(text, left, middle);
    taken.push([x0, x1]);
  }
  c.fillStyle = colours.muted;
  c.fillText(words.ruler[axis], 4, middle);
  for (const { part, label } of ticksOf(lanes, axis, phases, inner)) {
    const x = GUTTER + part * inner;
    const w = c.measureText(label).width;
    if (!free(x, x + 5 + w)) continue;
    c.fillRect(Math.round(x), y + 3, 1, h - 3);
    c.fillText(label, x + 5, middle);
  }
}
