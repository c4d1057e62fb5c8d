/** Does long work in slices: the one place that says how long the worker keeps other requests waiting. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { Work } from '../base/work.ts';

/** Work between two pauses, ms: a frame that is asked for meanwhile waits no longer, but for the piece that is under way. */
export const SLICE_MS = 10;

/** When a worker rests. Neither changes a log. */
export interface Clock {
  /** Lets other messages in. */
  pause(): Promise<void>;
  /** A clock, ms. */
  now(): number;
}

/** Hears the part that is done, 0…1, lets other messages in, and says whether to go on. */
export type GoesOn = (done: number) => Promise<boolean>;

/** The work's result; a problem of the request `name` when `goesOn` ends it. */
export async function inSlices<T>(
  name: string,
  work: Work<T>,
  clock: Pick<Clock, 'now'>,
  goesOn: GoesOn,
): Promise<Result<T>> {
  for (;;) {
    const step = slice(work, clock);
    if (step.done) return ok(step.value);
    if (await goesOn(step.value)) continue;
    work.return(undefined as never);
    return bad('cancelled', name, worded`the request “${name}” was cancelled`);
  }
}

function slice<T>(work: Work<T>, { now }: Pick<Clock, 'now'>): IteratorResult<number, T> {
  const began = now();
  let step = work.next();
  while (!step.done && now() - began < SLICE_MS) step = work.next();
  return step;
}

/** The result of work that nobody ends. */
export async function uncancelled<T>(work: Work<T>, clock: Clock): Promise<T> {
  for (;;) {
    const step = slice(work, clock);
    if (step.done) return step.value;
    await clock.pause();
  }
}

/** Work that shares a state, one after the other. */
export class Turns {
  /** Settles when the last work so far is done. */
  private last: Promise<unknown> = Promise.resolve();

  /** Does the work when it is its turn; the next one waits for it however it ends. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }
}
