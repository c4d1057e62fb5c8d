/** When each event of a range begins and ends on its thread, so that what it caused there lies inside it.
 *
 *  Everything that a thread does at one step of the machine has one time in the log. Here these events follow one another, each
 *  as long as `busyBy` says, and all of them squeezed into what is left until the thread's next event. An event lasts until
 *  the last one that it caused on its own thread has ended:
 *
 *      log      t  DONTNEED   t  PMD_SPLIT   t  ZAP            t+13100  DONTNEED
 *      slices   |DONTNEED ---------------------------------|   |DONTNEED …
 *                    |PMD_SPLIT ------------||ZAP ------|
 */
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import type { Columns } from '../log/columns.ts';

/** Threads: the values that the log's `who` can have. */
export const THREADS = 256;
const NONE = 0xffffffff;

export interface Slices {
  /** First event of the range: index 0 below. */
  readonly from: number;
  /** ns */
  readonly start: Float64Array;
  /** End of the event itself, ns: at least 1 ns before whatever follows on the thread, where there is room for that. */
  readonly end: Float64Array;
  /** The last event of the range that this one caused on its own thread, itself when there is none; less `from`. */
  readonly last: Uint32Array;
  /** 1 for threads that have an event in the range. */
  readonly threads: Uint8Array;
}

/** Lays out the events [from, to). Takes 24 bytes an event. `busy`: ns by kind. `sleeps`: a thread that meets a userfault does nothing until its
 *  next event, as a vCPU does; threads of a script share their lanes and do not. */
export function layOutSlices(
  columns: Columns,
  from: number,
  to: number,
  sleeps: boolean,
  busy: Float64Array,
): Slices {
  const start = new Float64Array(to - from);
  const end = new Float64Array(to - from);
  const last = lastCaused(columns, from, to);
  const threads = new Uint8Array(THREADS);
  /** The step that each thread is in: its first and last event, its time, and how long its events take. */
  const first = new Uint32Array(THREADS).fill(NONE);
  const newest = new Uint32Array(THREADS);
  const time = new Float64Array(THREADS);
  const took = new Float64Array(THREADS);
  /** The event after this one in the same step. */
  const next = new Uint32Array(to - from).fill(NONE);

  const close = (thread: number, now: number) => {
    const at = time[thread]!;
    const all = took[thread]!;
    const room = now - at;
    const part = all > room ? room / all : 1;
    for (let i = first[thread]!; i !== NONE; i = next[i]!) {
      const a = at + Math.floor(start[i]! * part);
      const b = at + Math.floor(end[i]! * part);
      start[i] = a;
      end[i] = Math.max(a, b - 1);
    }
    const n = newest[thread]!;
    if (sleeps && now !== Infinity && columns.kind(from + n) === K.UFFD_FAULT)
      end[n] = Math.max(end[n]!, now - 1);
  };

  for (let n = from; n < to; n++) {
    const thread = columns.who(n);
    const now = columns.time(n);
    const i = n - from;
    if (first[thread] !== NONE && time[thread] === now) next[newest[thread]!] = i;
    else {
      if (first[thread] !== NONE) close(thread, now);
      threads[thread] = 1;
      first[thread] = i;
      time[thread] = now;
      took[thread] = 0;
    }
    newest[thread] = i;
    start[i] = took[thread]!;
    took[thread] = took[thread]! + busy[columns.kind(n)]!;
    end[i] = took[thread] as number;
  }
  for (let thread = 0; thread < THREADS; thread++) if (first[thread] !== NONE) close(thread, Infinity);
  return { from, start, end, last, threads };
}

/** From the last event to the first: whoever is caused later was seen before. */
function lastCaused(columns: Columns, from: number, to: number): Uint32Array {
  const last = new Uint32Array(to - from);
  for (let i = 0; i < last.length; i++) last[i] = i;
  for (let n = to - 1; n >= from; n--) {
    const cause = columns.cause(n);
    if (cause === NO_CAUSE || cause < from || columns.who(cause) !== columns.who(n)) continue;
    const mine = last[n - from]!;
    if (mine > last[cause - from]!) last[cause - from] = mine;
  }
  return last;
}

/** Walks the events of `slices` in order and says when each ends together with all that lies inside it. */
export class Nesting {
  /** Where the slices that are open on a thread end: the last event inside each, outermost first. */
  private readonly open: number[][] = [];

  constructor(private readonly slices: Slices) {}

  /** End of event `i` (less `from`) on its thread, ns. Call it for every event, in order. */
  endOf(i: number, thread: number): number {
    this.open[thread] ??= [];
    const open = this.open[thread] as number[];
    while (open.length > 0 && open.at(-1)! < i) open.pop();
    // What lies inside a slice ends with it, even when it causes more later on.
    const until = Math.min(this.slices.last[i]!, open.at(-1) ?? Infinity);
    if (until > i) open.push(until);
    return this.slices.end[until]!;
  }
}
