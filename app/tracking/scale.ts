/** Logarithmic scales, and labels that keep apart. Pure. */

export interface LogScale {
  readonly from: number;
  readonly to: number;
  /** Pixels of `from` and `to`. */
  readonly at: number;
  readonly end: number;
}

export function logAt({ from, to, at, end }: LogScale, value: number): number {
  if (to <= from) return (at + end) / 2;
  return at + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - at);
}

/** Powers of ten from the one at or below `least` to the one at or above `most`. */
export function decades(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least) + 1e-9);
  const last = Math.ceil(Math.log10(most) - 1e-9);
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => 10 ** (first + i));
}

/** `y` at `x` on the line through points, straight on logarithmic axes; null outside. */
export function valueAt(xs: readonly number[], ys: readonly number[], x: number): number | null {
  const i = xs.findIndex((right, n) => n > 0 && x <= right && x >= (xs[n - 1] as number));
  if (i < 0) return xs[0] === x ? (ys[0] ?? null) : null;
  const [x0, x1, y0, y1] = [xs[i - 1], xs[i], ys[i - 1], ys[i]] as [number, number, number, number];
  const part = x1 === x0 ? 0 : Math.log(x / x0) / Math.log(x1 / x0);
  return Math.exp(Math.log(y0) + part * (Math.log(y1) - Math.log(y0)));
}

/** Places for labels near `wanted`, at least `gap` apart and within 0…`room`, in the order of `wanted`. */
export function apart(wanted: readonly number[], gap: number, room: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const out = [...wanted];
  let low = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    out[i] = Math.max(out[i] as number, low + gap);
    low = out[i] as number;
  }
  let high = room + gap;
  for (const i of order.reverse()) {
    out[i] = Math.min(out[i] as number, high - gap);
    high = out[i] as number;
  }
  return out;
}
