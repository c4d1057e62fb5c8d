/** Places on logarithmic axes, and labels that keep apart. Pure. */

/** `y` at `x` on the line through points, straight on logarithmic axes; null outside. */
export function valueAt(xs: readonly number[], ys: readonly number[], x: number): number | null {
  const i = xs.findIndex((right, n) => n > 0 && x <= right && x >= xs[n - 1]!);
  if (i < 0) return xs[0] === x ? (ys[0] ?? null) : null;
  const [x0, x1, y0, y1] = [xs[i - 1], xs[i], ys[i - 1], ys[i]] as [number, number, number, number];
  const part = x1 === x0 ? 0 : Math.log(x / x0) / Math.log(x1 / x0);
  return Math.exp(Math.log(y0) + part * (Math.log(y1) - Math.log(y0)));
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
