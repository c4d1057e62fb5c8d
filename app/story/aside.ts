/** Runs that a story needs and that are not on screen: made for one question, then freed. */
import { bad, type Result, type RunInfo, worded } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { inputOf } from '../run/queries.ts';
import type { Choice } from '../state/choice.ts';

/** A run may be large, so that one is made after the other. */
let last: Promise<unknown> = Promise.resolve();

/** Makes the run of a choice, asks about it, and frees it. */
export function aside<T>(
  engine: Engine,
  choice: Choice,
  signal: AbortSignal,
  ask: (info: RunInfo) => Promise<Result<T>>,
): Promise<Result<T>> {
  const answer = last.then(async () => {
    if (signal.aborted) return bad('cancelled', 'run', worded`the run was cancelled`);
    const input = await inputOf(choice, signal);
    if (!input.ok) return input;
    const made = await engine.ask('run', { input: input.value }, { signal });
    if (!made.ok) return made;
    const answered = await ask(made.value);
    void engine.ask('drop', { run: made.value.run });
    return answered;
  });
  last = answer.catch(() => undefined);
  return answer;
}
