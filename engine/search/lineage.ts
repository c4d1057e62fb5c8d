/** Which events come from others: a cause stands before what it causes, so one pass from the first event knows it of all,
 *  however long the chains. A byte an event. */
import type { Columns } from '../log/columns.ts';
import type { NumberSet } from './intervals.ts';

/** Events that a query names as causes. */
export interface Origin {
  /** 1 by kind. */
  readonly kinds: Uint8Array;
  /** Event numbers. */
  readonly events: NumberSet;
}

/** Bits of what is known of an event: it is an origin or comes from one; it comes from one. */
const HOLDS = 1;
export const COMES_SHIFT = 1;

export class Lineage {
  /** Known of events below `at`. */
  private readonly known: Uint8Array;
  private at = 0;

  constructor(
    private readonly columns: Columns,
    private readonly origin: Origin,
  ) {
    this.known = new Uint8Array(columns.length);
    for (const { from, to } of origin.events.intervals) this.known.fill(HOLDS, Math.max(0, from), to + 1);
  }

  /** What is known by event number; right for events before `end`. */
  upTo(end: number): Uint8Array {
    const { known, columns } = this;
    const { kinds } = this.origin;
    for (const { chunk, base, first, last } of columns.spans(this.at, end)) {
      const { kind, cause } = chunk;
      for (let i = first; i < last; i++) {
        const n = base + i;
        const by = cause[i]!;
        const comes = by < n ? known[by]! & HOLDS : 0;
        known[n] = known[n]! | kinds[kind[i]!]! | comes | (comes << COMES_SHIFT);
      }
    }
    this.at = Math.max(this.at, end);
    return known;
  }
}
