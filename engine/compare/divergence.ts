/** Where two runs begin to differ. */
import type { Work } from '../base/work.ts';
import type { Chunk, Columns } from '../log/columns.ts';
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
export function* divergence(a: Columns, b: Columns): Work<Divergence | null> {
  const both = Math.min(a.length, b.length);
  const step = yield* commonEvents(a, b, both, ['kind', 'who', 'page', 'arg']);
  const late = yield* commonEvents(a, b, step, ['timeLow', 'timeHigh']);
  if (step === a.length && step === b.length && late === step) return null;
  return { step, events: [eventOf(a, step), eventOf(b, step)], late: late < step ? late + 1 : null };
}

/** Of the first `most` events of two logs, how many come before the first that differs in one of the columns `names`. */
function* commonEvents(a: Columns, b: Columns, most: number, names: readonly (keyof Chunk)[]): Work<number> {
  for (const p of a.spans(0, most)) {
    for (const q of b.spans(p.base, p.base + p.last)) {
      let end = p.last;
      for (const name of names) end = commonValues(p.chunk[name], q.chunk[name], end);
      if (end < p.last) return p.base + end;
    }
    yield (p.base + p.last) / most;
  }
  return most;
}

function commonValues(p: ArrayLike<number>, q: ArrayLike<number>, end: number): number {
  for (let i = 0; i < end; i++) if (p[i] !== q[i]) return i;
  return end;
}

function eventOf(columns: Columns, n: number): DivergingEvent | null {
  if (n >= columns.length) return null;
  const e = eventAt(columns, n);
  return { step: n + 1, timeNs: columns.time(n), actor: e.actor, host: e.host, words: describe(columns, n) };
}
