/** Numbers a page, packed by region for keeping. The 512 numbers of a region are mostly one or two different ones, so what is kept
 *  is the list of those, and 0, 1, 2 or 4 bits a page that say which; a region with more than sixteen is kept as it is. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';

export type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** Numbers of one piece of the pool. No region lies in two pieces. */
const PIECE = 1 << 18;
const PIECE_SHIFT = 18;
/** A region at most: how it is packed, the caller's number, its numbers. */
const MOST = 2 + PMD_PAGES;
/** In place of bits a page, of a region that is kept as it is. */
const PLAIN = 255;
/** Different numbers that 4 bits a page can say. */
const MOST_FOUND = 16;

/** What is found in the region at hand. */
const found = new Uint32Array(MOST_FOUND);

export class RegionPool<N extends Numbers> {
  private readonly pieces: N[] = [];
  private used = 0;

  constructor(private readonly array: new (length: number) => N) {}

  /** Bytes of all regions that are kept. */
  get bytes(): number {
    return this.used * (this.pieces[0]?.BYTES_PER_ELEMENT ?? 0);
  }

  /** Keeps the numbers of a region, and one beside them, and returns its place. */
  pack(numbers: N, region: number, beside = 0): number {
    if (this.pieces.length * PIECE < this.used + MOST) {
      this.used = this.pieces.length * PIECE;
      this.pieces.push(new this.array(PIECE));
    }
    const place = this.used;
    const out = this.pieces[place >>> PIECE_SHIFT]!;
    const from = region << PMD_ORDER;
    const to = Math.min(numbers.length, from + PMD_PAGES);
    const n = findNumbers(numbers, from, to);
    const bits = n === 1 ? 0 : n === 2 ? 1 : n <= 4 ? 2 : n <= MOST_FOUND ? 4 : PLAIN;
    let at = place & (PIECE - 1);
    out[at++] = bits;
    out[at++] = beside;
    if (bits === PLAIN) {
      out.set(numbers.subarray(from, to), at);
      at += to - from;
    } else {
      for (let i = 0; i < 1 << bits; i++) out[at++] = found[i]!;
      if (bits > 0) at = packBits(numbers, from, to, bits, out, at);
    }
    this.used = place - (place & (PIECE - 1)) + at;
    return place;
  }

  /** Writes what is kept at `place` to the numbers of a region, and returns the one beside them. */
  unpack(place: number, numbers: N, region: number): number {
    const kept = this.pieces[place >>> PIECE_SHIFT]!;
    let at = place & (PIECE - 1);
    const from = region << PMD_ORDER;
    const to = Math.min(numbers.length, from + PMD_PAGES);
    const bits = kept[at++]!;
    const beside = kept[at++]!;
    if (bits === PLAIN) numbers.set(kept.subarray(at, at + to - from), from);
    else if (bits === 0) numbers.fill(kept[at]!, from, to);
    else unpackBits(kept, at, bits, numbers, from, to);
    return beside;
  }
}

/** Writes the different numbers of [from, to) to `found` and returns how many there are: one more than it holds where it cannot
 *  hold all. */
function findNumbers(numbers: Numbers, from: number, to: number): number {
  let last = numbers[from]!;
  found[0] = last;
  let n = 1;
  for (let p = from + 1; p < to; p++) {
    const number = numbers[p]!;
    if (number === last) continue;
    last = number;
    let i = 0;
    while (i < n && found[i] !== number) i++;
    if (i < n) continue;
    if (n === MOST_FOUND) return n + 1;
    found[n++] = number;
  }
  return n;
}

/** Which of `found` each number is, in `bits` each, from the lowest. Returns the place behind them. */
function packBits(
  numbers: Numbers,
  from: number,
  to: number,
  bits: number,
  out: Numbers,
  at: number,
): number {
  const first = found[0]!;
  const each = (8 * out.BYTES_PER_ELEMENT) / bits;
  let behind = at;
  if (bits === 1) {
    for (let p = from; p < to; ) {
      let packed = 0;
      const end = Math.min(to, p + each);
      for (let shift = 0; p < end; p++, shift++) packed |= +(numbers[p] !== first) << shift;
      out[behind++] = packed;
    }
    return behind;
  }
  for (let p = from; p < to; ) {
    let packed = 0;
    const end = Math.min(to, p + each);
    for (let shift = 0; p < end; p++, shift += bits) {
      const number = numbers[p]!;
      if (number === first) continue;
      let i = 1;
      while (found[i] !== number) i++;
      packed |= i << shift;
    }
    out[behind++] = packed;
  }
  return behind;
}

function unpackBits(
  kept: Numbers,
  list: number,
  bits: number,
  numbers: Numbers,
  from: number,
  to: number,
): void {
  const mask = (1 << bits) - 1;
  const first = kept[list]!;
  const each = (8 * kept.BYTES_PER_ELEMENT) / bits;
  let at = list + mask + 1;
  for (let p = from; p < to; ) {
    let packed = kept[at++]!;
    const end = Math.min(to, p + each);
    if (packed === 0) {
      while (p < end) numbers[p++] = first;
      continue;
    }
    for (; p < end; packed >>>= bits) numbers[p++] = kept[list + (packed & mask)]!;
  }
}
