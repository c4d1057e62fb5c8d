/** One query on its way through a log, a slice at a time. What matched is one bit an event (1.25 MB for ten millions), so
 *  that a list of any length, marks for any window and neighbours of any step are there without the query run again. */
import type { Work } from '../base/work.ts';
import { CHUNK, CHUNK_SHIFT, PIECE } from '../log/columns.ts';
import type { Matcher } from './matcher.ts';

/** Events that `next` and `previous` look at first; twice as many each time, up to a piece, because the nearest match is mostly near. */
const NEAR = 1024;

export class Search {
  /** Events in the log. */
  readonly length: number;
  /** Events looked at so far, from the first. */
  at = 0;
  /** Matches among them. */
  total = 0;
  /** A bit an event, from the lowest. */
  private readonly bits: Uint32Array;
  /** Matches by chunk. */
  private readonly counts: Uint32Array;
  private readonly chosen = new Uint16Array(CHUNK);

  constructor(private readonly matcher: Matcher) {
    this.length = matcher.columns.length;
    this.bits = new Uint32Array(Math.ceil(this.length / 32));
    this.counts = new Uint32Array(Math.ceil(this.length / CHUNK));
  }

  /** Looks at up to `maxEvents` more events; true when it has seen all. Slices never change what is found. */
  run(maxEvents: number): boolean {
    const stop = Math.min(this.length, this.at + maxEvents);
    while (this.at < stop) {
      const c = this.at >>> CHUNK_SHIFT;
      const base = c * CHUNK;
      const end = Math.min(stop, base + CHUNK);
      const n = this.matcher.select(c, this.at - base, end - base, this.chosen);
      this.keep(base >>> 5, n);
      this.counts[c] = this.counts[c]! + n;
      this.total += n;
      this.at = end;
    }
    return this.at === this.length;
  }

  private keep(word: number, n: number): void {
    const { bits, chosen } = this;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      const w = word + (i >>> 5);
      bits[w] = bits[w]! | (1 << (i & 31));
    }
  }

  /** Numbers of matches `offset`, `offset` + 1, … of those found so far, oldest first: at most `count`, fewer at the end. */
  slice(offset: number, count: number): Uint32Array {
    const first = Math.max(0, Math.min(this.total, Math.floor(offset)));
    const out = new Uint32Array(Math.max(0, Math.min(this.total - first, Math.floor(count))));
    let c = 0;
    let skip = first;
    while (skip > 0 && skip >= this.counts[c]!) skip -= this.counts[c++]!;
    let n = 0;
    for (let w = c << (CHUNK_SHIFT - 5); n < out.length; w++) {
      let word = this.bits[w]!;
      const ones = countOnes(word);
      if (skip >= ones) {
        skip -= ones;
        continue;
      }
      for (; word !== 0 && n < out.length; word &= word - 1)
        if (skip > 0) skip--;
        else out[n++] = w * 32 + lowest(word);
    }
    return out;
  }

  /** How many of the matches found so far lead to `step` or an earlier one: the place of a step in the list. */
  before(step: number): number {
    const end = clamp(step, this.at);
    let found = 0;
    const c = end >>> CHUNK_SHIFT;
    for (let i = 0; i < c; i++) found += this.counts[i]!;
    return found + this.countIn(c * CHUNK, end);
  }

  /** Matches by bucket in the window of steps from…to, found so far; buckets as `lanes` cuts them by steps. */
  marks(from: number, to: number, buckets: number): Uint32Array {
    const first = clamp(from, this.length);
    const last = Math.max(first, clamp(to, this.length));
    const many = Math.max(1, Math.min(8192, Math.floor(buckets)));
    const width = (last - first) / many;
    return this.marksAt(Array.from({ length: many + 1 }, (_, b) => Math.round(first + width * b)));
  }

  /** Matches by bucket, found so far, where bucket b goes from `steps[b]` to `steps[b + 1]`: the steps of `lanes`, whatever
   *  its axis. Steps must rise. */
  marksAt(steps: ArrayLike<number>): Uint32Array {
    const out = new Uint32Array(Math.max(0, steps.length - 1));
    for (let b = 0; b < out.length; b++)
      out[b] = this.countIn(clamp(steps[b]!, this.at), clamp(steps[b + 1]!, this.at));
    return out;
  }

  /** The nearest step after `step` that a match leads to, null when there is none. Where the query has not been yet, looks
   *  for itself. */
  *next(step: number): Work<number | null> {
    let n = clamp(step, this.length);
    if (n < this.at) {
      const found = this.firstIn(n, this.at);
      if (found >= 0) return found + 1;
      n = this.at;
    }
    for (let size = NEAR; n < this.length; size = Math.min(PIECE, 2 * size)) {
      const c = n >>> CHUNK_SHIFT;
      const base = c * CHUNK;
      const end = Math.min(this.length, base + CHUNK, n + size);
      if (this.matcher.select(c, n - base, end - base, this.chosen) > 0) return base + this.chosen[0]! + 1;
      n = end;
      yield n / this.length;
    }
    return null;
  }

  /** The nearest step before `step` that a match leads to, null when there is none. */
  *previous(step: number): Work<number | null> {
    let end = clamp(step - 1, this.length);
    for (let size = NEAR; end > this.at; size = Math.min(PIECE, 2 * size)) {
      const c = (end - 1) >>> CHUNK_SHIFT;
      const base = c * CHUNK;
      const from = Math.max(this.at, base, end - size);
      const n = this.matcher.select(c, from - base, end - base, this.chosen);
      if (n > 0) return base + this.chosen[n - 1]! + 1;
      end = from;
      yield 1 - end / this.length;
    }
    const found = this.lastIn(end);
    return found < 0 ? null : found + 1;
  }

  /** Matches among events [from, to). */
  private countIn(from: number, to: number): number {
    if (from >= to) return 0;
    const first = from >>> 5;
    const last = (to - 1) >>> 5;
    let found = 0;
    for (let w = first; w <= last; w++) found += countOnes(this.wordIn(w, from, to));
    return found;
  }

  private firstIn(from: number, to: number): number {
    for (let w = from >>> 5; w * 32 < to; w++) {
      const word = this.wordIn(w, from, to);
      if (word !== 0) return w * 32 + lowest(word);
    }
    return -1;
  }

  /** Last match before event `to`, -1 when there is none. */
  private lastIn(to: number): number {
    for (let w = (to - 1) >> 5; w >= 0; w--) {
      const word = this.wordIn(w, 0, to);
      if (word !== 0) return w * 32 + 31 - Math.clz32(word);
    }
    return -1;
  }

  /** Word `w` without the bits of events outside [from, to), which it touches. */
  private wordIn(w: number, from: number, to: number): number {
    let word = this.bits[w]!;
    const low = from - w * 32;
    const high = to - w * 32;
    if (low > 0) word &= -1 << low;
    if (high < 32) word &= (1 << high) - 1;
    return word;
  }
}

/** A step as an event number in [0, most]. */
function clamp(step: number, most: number): number {
  return Math.max(0, Math.min(most, Math.floor(step)));
}

const lowest = (word: number): number => 31 - Math.clz32(word & -word);

function countOnes(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
