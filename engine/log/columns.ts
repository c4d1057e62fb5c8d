/** The log as columns, in chunks so that growing copies nothing: 22 bytes an event while its chunk is being filled, some 12 once
 *  it is full and sealed. Event n leads from step n to step n + 1. */
import { Digest } from '../base/digest.ts';
import { invariant } from '../base/invariant.ts';
import type { Subject } from '../event/actor.ts';
import {
  ARG,
  CAUSE,
  CHUNK,
  CHUNK_SHIFT,
  OpenChunk,
  PAGE,
  SealedChunk,
  TIME_HIGH,
  TIME_LOW,
  type Wide,
} from './sealed.ts';

export { CHUNK, CHUNK_SHIFT };

const MASK = CHUNK - 1;
/** Events that long work looks at between two looks at the clock: some milliseconds. */
export const PIECE = 1 << 14;
const TWO32 = 4294967296;

/** Columns of the events of a span: good until the loop over the spans goes on. A column is unpacked when it is first asked
 *  for, and at the places of the span only; `kind` and `who` are there for the whole chunk. */
export interface Chunk {
  readonly kind: Uint8Array;
  readonly who: Uint8Array;
  readonly page: Uint32Array;
  readonly arg: Uint32Array;
  readonly cause: Uint32Array;
  readonly timeLow: Uint32Array;
  readonly timeHigh: Uint32Array;
}

class View implements Chunk {
  private source: SealedChunk | OpenChunk | null = null;
  private first = 0;
  private last = 0;
  private readonly room: (Uint32Array | null)[] = [null, null, null, null, null];
  /** A bit by column that is unpacked. */
  private unpacked = 0;

  show(source: SealedChunk | OpenChunk | null, first: number, last: number): void {
    this.source = source;
    this.first = first;
    this.last = last;
    this.unpacked = 0;
  }

  get kind(): Uint8Array {
    return this.source!.kind;
  }
  get who(): Uint8Array {
    return this.source!.who;
  }
  get page(): Uint32Array {
    return this.column(PAGE);
  }
  get arg(): Uint32Array {
    return this.column(ARG);
  }
  get cause(): Uint32Array {
    return this.column(CAUSE);
  }
  get timeLow(): Uint32Array {
    return this.column(TIME_LOW);
  }
  get timeHigh(): Uint32Array {
    return this.column(TIME_HIGH);
  }

  private column(c: Wide): Uint32Array {
    const { source } = this;
    if (source instanceof OpenChunk) return source.column(c);
    let out = this.room[c];
    if (!out) {
      out = new Uint32Array(CHUNK);
      this.room[c] = out;
    }
    if (!(this.unpacked & (1 << c))) {
      source!.read(c, this.first, this.last, out);
      this.unpacked |= 1 << c;
    }
    return out;
  }
}

/** Views that no loop uses: there are as many as loops within loops. */
const spare: View[] = [];

/** Events of one chunk: `base + i` is the number of the event at `i`, for i in [first, last). */
export interface Span {
  readonly chunk: Chunk;
  readonly base: number;
  readonly first: number;
  readonly last: number;
}

export class Columns {
  /** Names of the two address spaces, when they are not a migration's source and destination. */
  hosts: readonly [string, string] | null = null;
  /** Whose memory the log is about. */
  subject: Subject = 'qemu';
  length = 0;
  /** Chunks that are full, and of a log that has ended its last one. They never change and may be shared. */
  private readonly sealed: SealedChunk[] = [];
  /** What is being filled, from its place `at`; null in a log that has no events, or has ended. */
  private open: OpenChunk | null = null;
  private at = CHUNK;
  /** Its columns of 32 bits, and those of 8. */
  private u32: Uint32Array = new Uint32Array(0);
  private kinds: Uint8Array = new Uint8Array(0);
  private whos: Uint8Array = new Uint8Array(0);
  /** High part of the time of the last event, the ns that it stands for, and the first time that it is too low for. */
  private high = 0;
  private base = 0;
  private limit = TWO32;

  /** Appends an event and returns its number. */
  push(kind: number, who: number, page: number, arg: number, cause: number, time: number): number {
    if (this.at === CHUNK) this.nextChunk();
    if (time >= this.limit) this.setHigh(time);
    const { u32 } = this;
    const i = this.at++;
    u32[i] = page;
    u32[i + ARG * CHUNK] = arg;
    u32[i + CAUSE * CHUNK] = cause;
    u32[i + TIME_LOW * CHUNK] = time - this.base;
    u32[i + TIME_HIGH * CHUNK] = this.high;
    this.kinds[i] = kind;
    this.whos[i] = who;
    return this.length++;
  }

  /** Times from `time` on have another high part: once in 4.3 s of virtual time, so `push` stays small. */
  private setHigh(time: number): void {
    this.high = Math.floor(time / TWO32);
    this.base = this.high * TWO32;
    this.limit = this.base + TWO32;
  }

  /** Seals the chunk that is full; its room is filled again. */
  private nextChunk(): void {
    invariant((this.length & MASK) === 0, 'a log that has ended does not grow', { length: this.length });
    if (this.open) this.sealed.push(this.seal(this.open, CHUNK));
    else {
      this.open = new OpenChunk();
      this.u32 = this.open.wide;
      this.kinds = this.open.kind;
      this.whos = this.open.who;
    }
    this.at = 0;
  }

  private seal(open: OpenChunk, events: number): SealedChunk {
    const digest = this.sealed.at(-1)?.digest.copy() ?? new Digest();
    for (const column of [open.kind, open.who]) digest.column(column, events);
    for (const c of [PAGE, ARG, CAUSE, TIME_LOW, TIME_HIGH] as const) digest.column(open.column(c), events);
    return new SealedChunk(open, events, this.sealed.length * CHUNK, digest);
  }

  /** Ends the log: what is left is sealed, and nothing is added any more. */
  trim(): void {
    if (this.open && this.at > 0) this.sealed.push(this.seal(this.open, this.at));
    this.open = null;
    this.at = CHUNK;
  }

  /** The first `n` events as a log of their own, which has ended and stays as it is while this one grows. Chunks are shared; what
   *  is still being filled is copied. */
  upTo(n: number): Columns {
    const part = new Columns();
    part.length = Math.max(0, Math.min(this.length, n));
    part.hosts = this.hosts;
    part.subject = this.subject;
    const chunks = Math.ceil(part.length / CHUNK);
    part.sealed.push(...this.sealed.slice(0, chunks));
    const left = part.length - part.sealed.length * CHUNK;
    if (this.open && left > 0) part.sealed.push(part.seal(this.open, left));
    return part;
  }

  /** The events [from, to), chunk by chunk, or in smaller spans of at most `most`: the one way to read many of them. One object per
   *  span, none per event. */
  *spans(from: number, to: number, most = CHUNK): Generator<Span> {
    const chunk = spare.pop() ?? new View();
    try {
      for (let n = from; n < to; ) {
        const first = n & MASK;
        const base = n - first;
        const last = Math.min(CHUNK, to - base, first + most);
        chunk.show(this.sealed[n >>> CHUNK_SHIFT] ?? this.open, first, last);
        yield { chunk, base, first, last };
        n = base + last;
      }
    } finally {
      chunk.show(null, 0, 0);
      spare.push(chunk);
    }
  }

  /** Bytes that the log takes. */
  get bytes(): number {
    return this.sealed.reduce((sum, c) => sum + c.bytes, this.open?.bytes ?? 0);
  }

  kind(n: number): number {
    return this.chunkOf(n).kind[n & MASK]!;
  }
  who(n: number): number {
    return this.chunkOf(n).who[n & MASK]!;
  }
  page(n: number): number {
    return this.value(PAGE, n);
  }
  arg(n: number): number {
    return this.value(ARG, n);
  }
  cause(n: number): number {
    return this.value(CAUSE, n);
  }
  /** Virtual time of event n, ns. */
  time(n: number): number {
    return this.value(TIME_HIGH, n) * TWO32 + this.value(TIME_LOW, n);
  }

  private chunkOf(n: number): SealedChunk | OpenChunk {
    const c = n >>> CHUNK_SHIFT;
    return c < this.sealed.length ? this.sealed[c]! : this.open!;
  }

  private value(c: Wide, n: number): number {
    const chunk = n >>> CHUNK_SHIFT;
    return chunk < this.sealed.length
      ? this.sealed[chunk]!.value(c, n & MASK)
      : this.u32[c * CHUNK + (n & MASK)]!;
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
    const whole = Math.min(this.length >>> CHUNK_SHIFT, this.sealed.length);
    const last = this.sealed[whole];
    if (last && whole * CHUNK + last.length === this.length) return last.digest.hex();
    const digest = this.sealed[whole - 1]?.digest.copy() ?? new Digest();
    for (const { chunk, last: n } of this.spans(whole * CHUNK, this.length))
      for (const column of columnsOf(chunk)) digest.column(column, n);
    return digest.hex();
  }
}

/** Every column, in the order in which digests take them. */
export const columnsOf = (chunk: Chunk): (Uint8Array | Uint32Array)[] => [
  chunk.kind,
  chunk.who,
  chunk.page,
  chunk.arg,
  chunk.cause,
  chunk.timeLow,
  chunk.timeHigh,
];
