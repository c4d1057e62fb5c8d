/** A part of the log. */
import type { Columns } from '../log/columns.ts';

/** Steps: the events that lead from the first to the last. Step n is the state after n events. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** The part of `range` that the log has. */
export function clampRange(columns: Columns, range: StepRange): StepRange {
  const from = Math.max(0, Math.min(columns.length, Math.floor(range.from)));
  return { from, to: Math.max(from, Math.min(columns.length, Math.floor(range.to))) };
}
