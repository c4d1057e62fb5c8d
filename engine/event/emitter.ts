/** What mechanisms need to say what they did: events go through here, and change the state as they do. */
import type { MemoryState } from './state.ts';

/** `cause` of an event that follows from nothing in the log. */
export const NO_CAUSE = 0xffffffff;

export interface Emitter {
  readonly state: MemoryState;
  /** Events so far. */
  readonly length: number;
  /** Virtual time of the next event, ns; never falls. */
  now: number;
  /** Folds and records an event; returns its number, to be the cause of others. */
  emit(kind: number, who: number, page: number, arg: number, cause: number): number;
}
