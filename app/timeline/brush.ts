/** A range as the keyboard draws it: from where it began to the end that moves. */
import type { Span } from './scale.ts';

export interface Brush {
  readonly anchor: number;
  readonly end: number;
}

export function rangeOf({ anchor, end }: Brush): Span | null {
  return anchor === end ? null : { from: Math.min(anchor, end), to: Math.max(anchor, end) };
}

/** The brush continues its own range, takes up one that was drawn otherwise, or begins at the step. */
export function brushOf(brush: Brush | null, range: Span | null, step: number): Brush {
  const own = brush && rangeOf(brush);
  if (brush && own && range && own.from === range.from && own.to === range.to) return brush;
  return range ? { anchor: range.from, end: range.to } : { anchor: step, end: step };
}
