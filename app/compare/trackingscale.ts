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

/** Where line `a` rises above line `b`: both are straight between points. Null where it does not. */
export function crossing(
  xs: readonly number[],
  a: readonly number[],
  b: readonly number[],
): { readonly x: number; readonly y: number } | null {
  for (let i = 1; i < xs.length; i++) {
    const [before, after] = [a[i - 1]! - b[i - 1]!, a[i]! - b[i]!];
    if (before > 0 || after <= 0) continue;
    const part = before / (before - after);
    const between = (from: number, to: number) => from + part * (to - from);
    return { x: between(xs[i - 1]!, xs[i]!), y: between(a[i - 1]!, a[i]!) };
  }
  return null;
}
