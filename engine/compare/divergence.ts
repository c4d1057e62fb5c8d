/** Where two runs begin to differ. */
import { CHUNK, CHUNK_SHIFT, type Columns } from '../log/columns.ts';
import { describe, eventAt } from '../log/describe.ts';

/** The event of one run at which the other run differs. */
export interface DivergingEvent {
  /** Step after the event. */
  readonly step: number;
  readonly timeNs: number;
  readonly actor: number;
  readonly host: 0 | 1;
  readonly words: string;
}

export interface Divergence {
  /** Steps that both runs have in common: the first event that differs is event number `step`. */
  readonly step: number;
  /** Null where the run ends. */
  readonly events: readonly [DivergingEvent | null, DivergingEvent | null];
  /** The first step that another time leads to; never after `step`. Null when the common steps are at the same times. */
  readonly late: number | null;
}

/** The first event in which two logs differ: its kind, who did it, its page or its argument. Null when neither has one. */
export function divergence(a: Columns, b: Columns): Divergence | null {
  const both = Math.min(a.length, b.length);
  let step = 0;
  while (step < both && sameEvent(a, b, step)) step++;
  let late = 0;
  while (late < step && a.time(late) === b.time(late)) late++;
  if (step === a.length && step === b.length && late === step) return null;
  return { step, events: [eventOf(a, step), eventOf(b, step)], late: late < step ? late + 1 : null };
}

function sameEvent(a: Columns, b: Columns, n: number): boolean {
  const i = n & (CHUNK - 1);
  const p = a.chunks[n >>> CHUNK_SHIFT]!;
  const q = b.chunks[n >>> CHUNK_SHIFT]!;
  return p.kind[i] === q.kind[i] && p.who[i] === q.who[i] && p.page[i] === q.page[i] && p.arg[i] === q.arg[i];
}

function eventOf(columns: Columns, n: number): DivergingEvent | null {
  if (n >= columns.length) return null;
  const e = eventAt(columns, n);
  return { step: n + 1, timeNs: columns.time(n), actor: e.actor, host: e.host, words: describe(columns, n) };
}
