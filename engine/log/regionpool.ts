/** Regions of page words packed for keeping. The 512 words of a region are mostly one or two different ones, so what is kept is
 *  the list of those, and 0, 1, 2 or 4 bits a page that say which; a region with more than sixteen is kept as it is. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import type { Side } from '../event/state.ts';

/** Places of one piece of the pool, 16 bits each. No region lies in two pieces. */
const PIECE = 1 << 18;
const PIECE_SHIFT = 18;
/** A region at most: mode and PMD state, pieces of folios, words. */
const MOST = 2 + PMD_PAGES;
/** Bits a page of a region that is kept as it is. */
const PLAIN = 16;
/** Different words that 4 bits a page can say. */
const MOST_WORDS = 16;

/** What is found in the words of the region at hand. */
const found = new Uint16Array(MOST_WORDS);

export class RegionPool {
  private readonly pieces: Uint16Array[] = [];
  private used = 0;

  /** Bytes of all regions that are kept. */
  get bytes(): number {
    return this.used * 2;
  }

  /** Keeps region `region` of a side and returns its place. */
  pack({ words, pmd, pieces }: Side, region: number): number {
    if (this.pieces.length * PIECE < this.used + MOST) {
      this.used = this.pieces.length * PIECE;
      this.pieces.push(new Uint16Array(PIECE));
    }
    const place = this.used;
    const out = this.pieces[place >>> PIECE_SHIFT]!;
    const from = region << PMD_ORDER;
    const to = Math.min(words.length, from + PMD_PAGES);
    const n = findWords(words, from, to);
    const bits = n === 1 ? 0 : n === 2 ? 1 : n <= 4 ? 2 : n <= MOST_WORDS ? 4 : PLAIN;
    let at = place & (PIECE - 1);
    out[at++] = bits | (pmd[region]! << 8);
    out[at++] = pieces[region]!;
    if (bits === PLAIN) {
      out.set(words.subarray(from, to), at);
      at += to - from;
    } else {
      for (let i = 0; i < 1 << bits; i++) out[at++] = found[i]!;
      if (bits > 0) at = packBits(words, from, to, bits, out, at);
    }
    this.used = place - (place & (PIECE - 1)) + at;
    return place;
  }

  /** Writes the region that is kept at `place` to region `region` of a side. */
  unpack(place: number, { words, pmd, pieces }: Side, region: number): void {
    const kept = this.pieces[place >>> PIECE_SHIFT]!;
    let at = place & (PIECE - 1);
    const from = region << PMD_ORDER;
    const to = Math.min(words.length, from + PMD_PAGES);
    const head = kept[at++]!;
    const bits = head & 255;
    pmd[region] = head >>> 8;
    pieces[region] = kept[at++]!;
    if (bits === PLAIN) words.set(kept.subarray(at, at + to - from), from);
    else if (bits === 0) words.fill(kept[at]!, from, to);
    else unpackBits(kept, at, bits, words, from, to);
  }
}

/** Writes the different words of [from, to) to `found` and returns how many there are: one more than it holds where it cannot
 *  hold all. */
function findWords(words: Uint16Array, from: number, to: number): number {
  let last = words[from]!;
  found[0] = last;
  let n = 1;
  for (let p = from + 1; p < to; p++) {
    const word = words[p]!;
    if (word === last) continue;
    last = word;
    let i = 0;
    while (i < n && found[i] !== word) i++;
    if (i < n) continue;
    if (n === MOST_WORDS) return n + 1;
    found[n++] = word;
  }
  return n;
}

/** Which of `found` each word is, in `bits` each, from the lowest. Returns the place behind them. */
function packBits(
  words: Uint16Array,
  from: number,
  to: number,
  bits: number,
  out: Uint16Array,
  at: number,
): number {
  const first = found[0]!;
  let behind = at;
  for (let p = from; p < to; ) {
    let packed = 0;
    const end = Math.min(to, p + 16 / bits);
    for (let shift = 0; p < end; p++, shift += bits) {
      const word = words[p]!;
      if (word === first) continue;
      let i = 1;
      while (found[i] !== word) i++;
      packed |= i << shift;
    }
    out[behind++] = packed;
  }
  return behind;
}

function unpackBits(
  kept: Uint16Array,
  list: number,
  bits: number,
  words: Uint16Array,
  from: number,
  to: number,
): void {
  const mask = (1 << bits) - 1;
  const first = kept[list]!;
  let at = list + mask + 1;
  for (let p = from; p < to; ) {
    let packed = kept[at++]!;
    const end = Math.min(to, p + 16 / bits);
    if (packed === 0) {
      while (p < end) words[p++] = first;
      continue;
    }
    for (; p < end; packed >>>= bits) words[p++] = kept[list + (packed & mask)]!;
  }
}
