/** Places on logarithmic axes, and labels at some distance from each other. Pure. */
import { scaleLog } from 'd3-scale';

/** `y` at `x` on the line through points, straight on logarithmic axes; null outside. */
export function valueAt(xs: readonly number[], ys: readonly number[], x: number): number | null {
  if (x < xs[0]! || x > xs.at(-1)!) return null;
  return Math.exp(scaleLog(xs, ys.map(Math.log))(x));
}

/** Places for labels near `wanted`, at least `gap` apart and within 0…`room`, in the order of `wanted`. */
export function apart(wanted: readonly number[], gap: number, room: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const out = [...wanted];
  let low = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    out[i] = Math.max(out[i]!, low + gap);
    low = out[i]!;
  }
  let high = room + gap;
  for (const i of order.reverse()) {
    out[i] = Math.min(out[i]!, high - gap);
    high = out[i]!;
  }
  return out;
}
