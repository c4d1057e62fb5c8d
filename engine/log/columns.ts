/** The log as columns of typed arrays, in chunks so that growing copies nothing: 20 bytes an event.
 *  Event n leads from step n to step n + 1. Time is 48 bits of ns (78 hours), split in two columns. */
import { Digest } from '../base/digest.ts';
import type { Subject } from '../event/actor.ts';

export const CHUNK_SHIFT = 16;
export const CHUNK = 1 << CHUNK_SHIFT;
const MASK = CHUNK - 1;
const TWO32 = 4294967296;

export interface Chunk {
  readonly kind: Uint8Array;
  readonly who: Uint8Array;
  readonly page: Uint32Array;
  readonly arg: Uint32Array;
  /** Event number of the event that caused this one: its call, or what it answers. */
  readonly cause: Uint32Array;
  readonly timeLow: Uint32Array;
  readonly timeHigh: Uint16Array;
}

/** Where the columns of a whole chunk begin, in elements of their width: they lie beside each other in one buffer. */
const ARG = CHUNK;
const CAUSE = 2 * CHUNK;
const TIME_LOW = 3 * CHUNK;
const TIME_HIGH = 8 * CHUNK;
const KIND = 18 * CHUNK;
const WHO = 19 * CHUNK;

function makeChunk(size: number): Chunk {
  const buffer = new ArrayBuffer(size * 20);
  return {
    page: new Uint32Array(buffer, 0, size),
    arg: new Uint32Array(buffer, size * 4, size),
    cause: new Uint32Array(buffer, size * 8, size),
    timeLow: new Uint32Array(buffer, size * 12, size),
    timeHigh: new Uint16Array(buffer, size * 16, size),
    kind: new Uint8Array(buffer, size * 18, size),
    who: new Uint8Array(buffer, size * 19, size),
  };
}

/** Events of one chunk: `base + i` is the number of the event at `i`, for i in [first, last). */
export interface Span {
  readonly chunk: Chunk;
  readonly base: number;
  readonly first: number;
  readonly last: number;
}

export class Columns {
  readonly chunks: Chunk[] = [];
  /** Names of the two address spaces, when they are not a migration's source and destination. */
  hosts: readonly [string, string] | null = null;
  /** Whose memory the log is about. */
  subject: Subject = 'qemu';
  length = 0;
  private at = CHUNK;
  /** High part of the time of the last event, the ns that it stands for, and the first time that it is too low for. */
  private high = 0;
  private base = 0;
  private limit = TWO32;
  /** The chunk that is being filled, as its buffer: columns of 32, 16 and 8 bits. */
  private u32: Uint32Array = new Uint32Array(0);
  private u16: Uint16Array = new Uint16Array(0);
  private u8: Uint8Array = new Uint8Array(0);

  /** Appends an event and returns its number. */
  push(kind: number, who: number, page: number, arg: number, cause: number, time: number): number {
    if (this.at === CHUNK) this.addChunk();
    if (time >= this.limit) this.setHigh(time);
    const { u32, u8 } = this;
    const i = this.at++;
    u32[i] = page;
    u32[i + ARG] = arg;
    u32[i + CAUSE] = cause;
    u32[i + TIME_LOW] = time - this.base;
    this.u16[i + TIME_HIGH] = this.high;
    u8[i + KIND] = kind;
    u8[i + WHO] = who;
    return this.length++;
  }

  /** Times from `time` on have another high part: once in 4.3 s of virtual time, so `push` stays small. */
  private setHigh(time: number): void {
    this.high = Math.floor(time / TWO32);
    this.base = this.high * TWO32;
    this.limit = this.base + TWO32;
  }

  private addChunk(): void {
    const chunk = makeChunk(CHUNK);
    const { buffer } = chunk.page;
    this.chunks.push(chunk);
    this.u32 = new Uint32Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.at = 0;
  }

  /** Gives back the room that the last chunk does not use. */
  trim(): void {
    const used = this.length & MASK;
    if (used === 0) return;
    const last = this.chunks[this.chunks.length - 1]!;
    const short = makeChunk(used);
    for (const key of Object.keys(short) as (keyof Chunk)[]) short[key].set(last[key].subarray(0, used));
    this.chunks[this.chunks.length - 1] = short;
    this.at = CHUNK;
  }

  /** The first `n` events as a log of their own, which stays as it is while this one grows. Chunks are shared, not copied. */
  upTo(n: number): Columns {
    const part = new Columns();
    part.length = Math.max(0, Math.min(this.length, n));
    part.hosts = this.hosts;
    part.subject = this.subject;
    part.chunks.push(...this.chunks.slice(0, Math.ceil(part.length / CHUNK)));
    return part;
  }

  /** The events [from, to), chunk by chunk: one object per chunk, none per event. */
  *spans(from: number, to: number): Generator<Span> {
    for (let n = from; n < to; ) {
      const first = n & MASK;
      const base = n - first;
      const last = Math.min(CHUNK, to - base);
      yield { chunk: this.chunks[n >>> CHUNK_SHIFT]!, base, first, last };
      n = base + last;
    }
  }

  get bytes(): number {
    return this.chunks.reduce((sum, c) => sum + c.page.buffer.byteLength, 0);
  }

  kind(n: number): number {
    return this.chunks[n >>> CHUNK_SHIFT]!.kind[n & MASK]!;
  }
  who(n: number): number {
    return this.chunks[n >>> CHUNK_SHIFT]!.who[n & MASK]!;
  }
  page(n: number): number {
    return this.chunks[n >>> CHUNK_SHIFT]!.page[n & MASK]!;
  }
  arg(n: number): number {
    return this.chunks[n >>> CHUNK_SHIFT]!.arg[n & MASK]!;
  }
  cause(n: number): number {
    return this.chunks[n >>> CHUNK_SHIFT]!.cause[n & MASK]!;
  }
  /** Virtual time of event n, ns. */
  time(n: number): number {
    const c = this.chunks[n >>> CHUNK_SHIFT]!;
    return c.timeHigh[n & MASK]! * TWO32 + c.timeLow[n & MASK]!;
  }

  /** Number of the first event at or after `time`, `length` when there is none. Times never fall. */
  firstAt(time: number): number {
    let lo = 0;
    let hi = this.length;
    while (lo < hi) {
      const mid = Math.floor((lo + hi) / 2);
      if (this.time(mid) < time) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }

  /** 16 hex digits over every column: two logs with the same digest are the same log. */
  digest(): string {
    const d = new Digest();
    let left = this.length;
    for (const c of this.chunks) {
      const n = Math.min(left, CHUNK);
      for (const column of [c.kind, c.who, c.page, c.arg, c.cause, c.timeLow, c.timeHigh])
        d.column(column, n);
      left -= n;
    }
    return d.hex();
  }
}
