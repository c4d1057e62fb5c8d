/** Sets of whole numbers as intervals with both ends included. */

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The same numbers as intervals that rise and touch nowhere. */
export function union(list: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  for (const next of list.filter((i) => i.from <= i.to).sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && next.from <= last.to + 1)
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else out.push(next);
  }
  return out;
}

/** Numbers of [0, length) that are not in `set`, a union. */
export function outside(set: readonly Interval[], length: number): Interval[] {
  const out: Interval[] = [];
  let from = 0;
  for (const gap of set) {
    out.push({ from, to: gap.from - 1 });
    from = gap.to + 1;
  }
  out.push({ from, to: length - 1 });
  return out.filter((i) => i.from <= i.to);
}

/** Numbers in both of two unions. */
export function common(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return a.flatMap((x) =>
    b
      .map((y) => ({ from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) }))
      .filter((i) => i.from <= i.to),
  );
}

/** A union made for many questions. */
export class NumberSet {
  private readonly from: Float64Array;
  private readonly to: Float64Array;
  /** Smallest and largest number in it; of an empty set, Infinity and -Infinity. */
  readonly least: number;
  readonly most: number;

  constructor(readonly intervals: readonly Interval[]) {
    const set = union(intervals);
    this.from = Float64Array.from(set, (i) => i.from);
    this.to = Float64Array.from(set, (i) => i.to);
    this.least = this.from[0] ?? Infinity;
    this.most = this.to.at(-1) ?? -Infinity;
  }

  /** Whether every number from the smallest to the largest is in it. */
  get isWhole(): boolean {
    return this.from.length < 2;
  }

  /** Whether one of first…last is in it. */
  meets(first: number, last: number): boolean {
    const { from, to } = this;
    let lo = 0;
    let hi = from.length - 1;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (to[mid]! < first) lo = mid + 1;
      else hi = mid;
    }
    return from[lo]! <= last && to[lo]! >= first;
  }
}
