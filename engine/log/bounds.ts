/** Where every run ends, whatever makes it: what a link asks for may go on for ever. The same everywhere, so that a link to a
 *  stopped run shows the same events to everybody. */
import { GIB, SECOND } from '../base/units.ts';
import type { PhaseName } from '../event/actor.ts';

/** Which bound a run met. */
export type Bound = 'events' | 'memory' | 'time';

export const BOUNDS: Readonly<Record<Bound, number>> = {
  /** Events of a log: some 2 GB of a browser's memory with keyframes and indexes. */
  events: 1 << 27,
  /** Bytes of a log with its keyframes and curves. */
  memory: 3 * GIB,
  /** The run's own time, ns: 78 h. The log has 48 bits for it. */
  time: 78 * 3600 * SECOND,
};

/** How far a run has come. */
export interface Progress {
  /** An estimate of the part that is done, 0…1: it always rises. */
  readonly part: number;
  readonly phase: PhaseName;
  /** Pass of precopy or round of tracking, from 1; 0 in other phases. */
  readonly pass: number;
  /** Pages done in this phase or pass, of how many; 0 of 0 where pages are not what it goes by. */
  readonly done: number;
  readonly of: number;
  readonly events: number;
}

/** What is known of a run that was stopped: it is a run like any other as far as it goes, and nothing is known of its
 *  end. */
export interface Stopped {
  /** `reader`: whoever waited for it stopped it. */
  readonly by: Bound | 'reader';
  readonly phase: PhaseName;
  readonly pass: number;
  readonly done: number;
  readonly of: number;
  /** Of precopy: whether it has less to send with every pass. Null in other phases. */
  readonly converges: boolean | null;
}

/** The bound that a recording has reached; null while it may go on. */
export function boundReached(
  { length, now, bytes }: { readonly length: number; readonly now: number; readonly bytes: number },
  bounds = BOUNDS,
): Bound | null {
  if (length >= bounds.events) return 'events';
  if (now > bounds.time) return 'time';
  return bytes > bounds.memory ? 'memory' : null;
}
