/** Events as five streams of numbers, one section per run of events: kind and `who` (an index into `symbols`), page, argument,
 *  cause, time. A number is stored as its difference to the previous one of the same symbol, a time as its difference to the
 *  previous event: mostly one byte each, and so alike that gzip shrinks them well. An event takes at least five bytes, so a
 *  short file cannot grow into a long log. */
import { worded } from '../../base/language.ts';
import { bad, ok, type Result } from '../../base/result.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K, type KindKey } from '../../event/event.ts';
import type { Columns } from '../../log/columns.ts';
import type { Symbols } from './facts.ts';
import { wrongPlace } from './places.ts';
import { ByteReader, ByteWriter, NO_NUMBER, unsign } from './varint.ts';

/** Events per section. */
export const RUN = 1 << 16;
/** Most bytes of a section of events. */
export const MOST_RUN_BYTES = RUN * 40;
const TWO32 = 2 ** 32;
const TWO48 = 2 ** 48;

const STREAMS = ['kind', 'page', 'arg', 'cause', 'time'] as const;
type Streams<T> = Readonly<Record<(typeof STREAMS)[number], T>>;

/** Kinds and `who`s of the log, in the order of their first events. */
export function symbolsOf(columns: Columns): [KindKey, number][] {
  const keys = Object.keys(K) as KindKey[];
  const seen = new Uint8Array(1 << 16);
  const symbols: [KindKey, number][] = [];
  for (let n = 0; n < columns.length; n++) {
    const who = columns.who(n);
    const both = (columns.kind(n) << 8) | who;
    if (seen[both]) continue;
    seen[both] = 1;
    symbols.push([keys[columns.kind(n)]!, who]);
  }
  return symbols;
}

/** The last numbers of each symbol, and the last time: both directions count from them. */
class Memory {
  readonly page: Float64Array;
  readonly arg: Float64Array;
  readonly cause: Float64Array;
  time = 0;

  constructor(symbols: number) {
    this.page = new Float64Array(symbols);
    this.arg = new Float64Array(symbols);
    this.cause = new Float64Array(symbols);
  }
}

export class EventWriter {
  private readonly memory: Memory;
  private readonly place = new Uint16Array(1 << 16);
  private readonly streams: Streams<ByteWriter> = {
    kind: new ByteWriter(),
    page: new ByteWriter(),
    arg: new ByteWriter(),
    cause: new ByteWriter(),
    time: new ByteWriter(),
  };

  constructor(
    private readonly columns: Columns,
    symbols: Symbols,
  ) {
    this.memory = new Memory(symbols.length);
    symbols.forEach(([key, who], i) => {
      this.place[(K[key] << 8) | who] = i;
    });
  }

  /** Writes the events [from, to). Call it for one run after another. */
  run(from: number, to: number): Uint8Array {
    const { columns, memory } = this;
    const { kind: kinds, page: pages, arg: args, cause: causes, time: times } = this.streams;
    for (let n = from; n < to; n++) {
      const symbol = this.place[(columns.kind(n) << 8) | columns.who(n)]!;
      kinds.varint(symbol);
      const page = columns.page(n);
      pages.signed(page - memory.page[symbol]!);
      memory.page[symbol] = page;
      const arg = columns.arg(n);
      args.signed(arg - memory.arg[symbol]!);
      memory.arg[symbol] = arg;
      const cause = columns.cause(n);
      if (cause === NO_CAUSE) causes.varint(0);
      else {
        const step = cause - memory.cause[symbol]!;
        causes.varint(1 + (step < 0 ? -2 * step - 1 : 2 * step));
        memory.cause[symbol] = cause;
      }
      const time = columns.time(n);
      times.varint(time - memory.time);
      memory.time = time;
    }
    const whole = new ByteWriter();
    for (const name of STREAMS) {
      const stream = this.streams[name];
      whole.varint(stream.bytes.length);
      whole.raw(stream.bytes);
      stream.clear();
    }
    return whole.bytes;
  }
}

/** Receives the events that are read; `Columns` is one. */
export interface Sink {
  push(kind: number, who: number, page: number, arg: number, cause: number, time: number): unknown;
  /** Whether the last event took so long that the reader should yield. */
  isTired?(): boolean;
}

export class EventReader {
  private readonly memory: Memory;
  private readonly kinds: readonly number[];
  private readonly whos: readonly number[];
  /** Number of symbols that events used so far. */
  private seen = 0;

  constructor(
    private readonly symbols: Symbols,
    private readonly pages: number,
    private readonly sink: Sink,
  ) {
    this.memory = new Memory(symbols.length);
    this.kinds = symbols.map(([key]) => K[key]);
    this.whos = symbols.map(([, who]) => who);
  }

  /** Every symbol was used. */
  get isDone(): boolean {
    return this.seen === this.symbols.length;
  }

  /** Reads the events [from, to) of a section and passes each to the sink once it is checked. Stops at the first event that
   *  is wrong and reports its place. Yields when the sink is tired. */
  *run(bytes: Uint8Array, from: number, to: number): Generator<void, Result<null>> {
    const whole = new ByteReader(bytes);
    const read: Partial<Record<keyof Streams<ByteReader>, ByteReader>> = {};
    for (const name of STREAMS) {
      const stream = whole.part(whole.varint());
      if (!stream) return wrong(from, name, worded`the section ends within it`);
      read[name] = stream;
    }
    if (whole.at !== whole.end) return wrong(to, 'kind', worded`bytes follow the last event`);
    const streams = read as Streams<ByteReader>;
    for (let n = from; n < to; ) {
      const done = this.untilTired(n, to, streams);
      if (typeof done !== 'number') return done;
      n = done;
      if (n < to) yield;
    }
    for (const name of STREAMS)
      if (streams[name].at !== streams[name].end)
        return wrong(to, name, worded`numbers follow those of the last event`);
    return ok(null);
  }

  /** Reads the events from `n` on until the sink is tired, at most to `to`; returns how far it came, or what is wrong. */
  private untilTired(n: number, to: number, streams: Streams<ByteReader>): number | Result<never> {
    const { sink } = this;
    for (let i = n; i < to; i++) {
      const problem = this.event(i, streams);
      if (problem) return problem;
      if (sink.isTired?.()) return i + 1;
    }
    return to;
  }

  /** Reads event `n`, checks it and passes it to the sink; null, or what is wrong. */
  private event(n: number, streams: Streams<ByteReader>): Result<never> | null {
    const { memory } = this;
    const symbol = streams.kind.varint();
    // A symbol comes up in its turn, so that a log has one spelling.
    if (symbol === NO_NUMBER || symbol > this.seen || symbol >= this.symbols.length)
      return wrong(
        n,
        'kind',
        worded`expected a number up to ${Math.min(this.seen, this.symbols.length - 1)}, got ${told(symbol)}`,
      );
    if (symbol === this.seen) this.seen++;
    const page = number(streams.page.varint(), memory.page[symbol]!);
    if (!(page >= 0 && page < TWO32)) return wrong(n, 'page', worded`expected a number of 32 bits`);
    memory.page[symbol] = page;
    const arg = number(streams.arg.varint(), memory.arg[symbol]!);
    if (!(arg >= 0 && arg < TWO32)) return wrong(n, 'arg', worded`expected a number of 32 bits`);
    memory.arg[symbol] = arg;
    const coded = streams.cause.varint();
    let cause = NO_CAUSE;
    if (coded !== 0) {
      cause = number(coded === NO_NUMBER ? NO_NUMBER : coded - 1, memory.cause[symbol]!);
      if (!(cause >= 0 && cause < n)) return wrong(n, 'cause', worded`expected an event before it`);
      memory.cause[symbol] = cause;
    }
    const passed = streams.time.varint();
    const time = memory.time + passed;
    if (passed === NO_NUMBER || time >= TWO48)
      return wrong(
        n,
        'time',
        worded`expected a time not before the one of the event before it, below 78 hours`,
      );
    memory.time = time;
    const kind = this.kinds[symbol]!;
    const place = wrongPlace(kind, page, arg, this.pages);
    if (place) return wrong(n, place.field, place.message);
    this.sink.push(kind, this.whos[symbol]!, page, arg, cause, time);
    return null;
  }
}

/** The number whose difference to `before` was read; NaN when none was. */
const number = (coded: number, before: number): number =>
  coded === NO_NUMBER ? Number.NaN : before + unsign(coded);

const told = (n: number): string => (n === NO_NUMBER ? worded`no number` : String(n));

function wrong(event: number, field: string, message: string): Result<never> {
  const where = `events[${event}].${field}`;
  return bad('invalid', where, worded`timeline, ${where}: ${message}`);
}
