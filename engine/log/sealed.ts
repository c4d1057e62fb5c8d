/** A chunk of the log that is full, in as few bytes as it needs, and the chunk that is being filled. Kinds and actors stay as they
 *  are. The other columns are packed in blocks of 4,096 events: the block's least value, and what each value is above it in 0 to 4
 *  bytes. A cause is kept as the distance back to it. */
import type { Digest } from '../base/digest.ts';
import { NO_CAUSE } from '../event/emitter.ts';

export const CHUNK_SHIFT = 16;
export const CHUNK = 1 << CHUNK_SHIFT;
const BLOCK_SHIFT = 12;
const BLOCK = 1 << BLOCK_SHIFT;
const BLOCK_MASK = BLOCK - 1;

/** The columns of 32 bits. Time is 48 bits of ns (78 hours), split in two. */
export const PAGE = 0;
export const ARG = 1;
/** Event number of the event that caused this one: its call, or what it answers. */
export const CAUSE = 2;
export const TIME_LOW = 3;
export const TIME_HIGH = 4;
const WIDE = 5;
export type Wide = typeof PAGE | typeof ARG | typeof CAUSE | typeof TIME_LOW | typeof TIME_HIGH;

/** Events of up to a chunk as they are written. */
export class OpenChunk {
  readonly kind = new Uint8Array(CHUNK);
  readonly who = new Uint8Array(CHUNK);
  /** All columns of 32 bits, one after another. */
  readonly wide = new Uint32Array(WIDE * CHUNK);
  private readonly columns = Array.from({ length: WIDE }, (_, c) =>
    this.wide.subarray(c * CHUNK, (c + 1) * CHUNK),
  );

  get bytes(): number {
    return this.kind.length + this.who.length + this.wide.byteLength;
  }

  column(c: Wide): Uint32Array {
    return this.columns[c]!;
  }
}

/** Distances of one chunk, before they are packed. */
const distances = new Uint32Array(CHUNK);

/** The first `length` events of `open`; event `base` is the first of them. Nothing changes it afterwards. */
export class SealedChunk {
  readonly kind: Uint8Array;
  readonly who: Uint8Array;
  /** The packed columns: the same bytes by their width. */
  private readonly u8: Uint8Array;
  private readonly u16: Uint16Array;
  private readonly u32: Uint32Array;
  /** By column and block: the least value, the first byte of the others, and bytes of each. */
  private readonly least: Uint32Array;
  private readonly at: Uint32Array;
  private readonly width: Uint8Array;
  private readonly blocks: number;

  constructor(
    open: OpenChunk,
    readonly length: number,
    private readonly base: number,
    /** State of the digest of the log up to and with this chunk. */
    readonly digest: Digest,
  ) {
    this.blocks = (length + BLOCK_MASK) >>> BLOCK_SHIFT;
    this.least = new Uint32Array(WIDE * this.blocks);
    this.at = new Uint32Array(WIDE * this.blocks);
    this.width = new Uint8Array(WIDE * this.blocks);
    measureDistances(open.column(CAUSE), length, base);
    let bytes = 0;
    for (let c = 0; c < WIDE; c++) {
      const values = valuesOf(open, c as Wide);
      for (let b = 0; b < this.blocks; b++) {
        const slot = c * this.blocks + b;
        this.measure(slot, values, b << BLOCK_SHIFT, Math.min(length, (b + 1) << BLOCK_SHIFT));
        this.at[slot] = bytes;
        const events = Math.min(length - (b << BLOCK_SHIFT), BLOCK);
        bytes += (this.width[slot]! * events + 3) & ~3;
      }
    }
    const buffer = new ArrayBuffer(bytes + 2 * length);
    this.u8 = new Uint8Array(buffer, 0, bytes);
    this.u16 = new Uint16Array(buffer, 0, bytes >>> 1);
    this.u32 = new Uint32Array(buffer, 0, bytes >>> 2);
    this.kind = new Uint8Array(buffer, bytes, length);
    this.who = new Uint8Array(buffer, bytes + length, length);
    this.kind.set(open.kind.subarray(0, length));
    this.who.set(open.who.subarray(0, length));
    for (let c = 0; c < WIDE; c++) {
      const values = valuesOf(open, c as Wide);
      for (let b = 0; b < this.blocks; b++)
        this.pack(c * this.blocks + b, values, b << BLOCK_SHIFT, Math.min(length, (b + 1) << BLOCK_SHIFT));
    }
  }

  get bytes(): number {
    return this.kind.buffer.byteLength + 9 * this.at.length;
  }

  private measure(slot: number, values: Uint32Array, from: number, to: number): void {
    let least = values[from]!;
    let most = least;
    for (let i = from + 1; i < to; i++) {
      const v = values[i]!;
      if (v < least) least = v;
      else if (v > most) most = v;
    }
    this.least[slot] = least;
    this.width[slot] = (32 - Math.clz32(most - least) + 7) >>> 3;
  }

  private pack(slot: number, values: Uint32Array, from: number, to: number): void {
    const least = this.least[slot]!;
    const at = this.at[slot]!;
    const { u8, u16, u32 } = this;
    const two = (at >>> 1) - from;
    switch (this.width[slot]) {
      case 1:
        for (let i = from, o = at; i < to; i++) u8[o++] = values[i]! - least;
        return;
      case 2:
        for (let i = from; i < to; i++) u16[two + i] = values[i]! - least;
        return;
      case 3:
        for (let i = from, o = at + 2 * (to - from); i < to; i++) {
          const v = values[i]! - least;
          u16[two + i] = v;
          u8[o++] = v >>> 16;
        }
        return;
      case 4:
        for (let i = from, o = at >>> 2; i < to; i++) u32[o++] = values[i]! - least;
        return;
    }
  }

  /** Writes the values of column `c` of events [first, last) to the same places of `out`. */
  read(c: Wide, first: number, last: number, out: Uint32Array): void {
    for (let i = first; i < last; ) {
      const to = Math.min(last, (i | BLOCK_MASK) + 1);
      this.unpack(c * this.blocks + (i >>> BLOCK_SHIFT), i, to, out);
      i = to;
    }
    if (c !== CAUSE) return;
    const { base } = this;
    for (let i = first; i < last; i++) out[i] = causeOf(out[i]!, base + i);
  }

  private unpack(slot: number, from: number, to: number, out: Uint32Array): void {
    const least = this.least[slot]!;
    const { u8, u16, u32 } = this;
    const at = this.at[slot]!;
    const i0 = from & ~BLOCK_MASK;
    switch (this.width[slot]) {
      case 0:
        out.fill(least, from, to);
        return;
      case 1: {
        const one = at - i0;
        for (let i = from; i < to; i++) out[i] = least + u8[one + i]!;
        return;
      }
      case 2: {
        const two = (at >>> 1) - i0;
        for (let i = from; i < to; i++) out[i] = least + u16[two + i]!;
        return;
      }
      case 3: {
        const two = (at >>> 1) - i0;
        const one = at + 2 * this.eventsOf(i0) - i0;
        for (let i = from; i < to; i++) out[i] = least + (u16[two + i]! | (u8[one + i]! << 16));
        return;
      }
      case 4: {
        const four = (at >>> 2) - i0;
        for (let i = from; i < to; i++) out[i] = least + u32[four + i]!;
        return;
      }
    }
  }

  private eventsOf(firstOfBlock: number): number {
    return Math.min(BLOCK, this.length - firstOfBlock);
  }

  /** The value of column `c` of the event at `i`. */
  value(c: Wide, i: number): number {
    const slot = c * this.blocks + (i >>> BLOCK_SHIFT);
    const at = this.at[slot]!;
    const o = i & BLOCK_MASK;
    let above = 0;
    switch (this.width[slot]) {
      case 1:
        above = this.u8[at + o]!;
        break;
      case 2:
        above = this.u16[(at >>> 1) + o]!;
        break;
      case 3:
        above = this.u16[(at >>> 1) + o]! | (this.u8[at + 2 * this.eventsOf(i - o) + o]! << 16);
        break;
      case 4:
        above = this.u32[(at >>> 2) + o]!;
        break;
    }
    const value = this.least[slot]! + above;
    return c === CAUSE ? causeOf(value, this.base + i) : value;
  }
}

const valuesOf = (open: OpenChunk, c: Wide): Uint32Array => (c === CAUSE ? distances : open.column(c));

/** By event, how far back its cause is, and 0 for none. That an event causes itself takes the distance that would be of none. */
function measureDistances(causes: Uint32Array, length: number, base: number): void {
  for (let i = 0; i < length; i++) {
    const n = base + i;
    const cause = causes[i]!;
    distances[i] = cause === NO_CAUSE ? 0 : cause === n ? n + 1 : n - cause;
  }
}

const causeOf = (distance: number, n: number): number =>
  distance === 0 ? NO_CAUSE : distance === n + 1 ? n : (n - distance) >>> 0;
