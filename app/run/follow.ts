/** Moves whose step the engine has to find. What the reader asked for last holds, whichever answer comes first. */
import type { Problem, Result } from '../../engine/index.ts';
import { reportProblems, seek } from '../state/actions.ts';
import { store } from '../state/store.ts';

/** Wishes are numbered as they come; on screen is what the one of number `held` asked for. */
let newest = 0;
let held = 0;

store.subscribe((now, before) => {
  // What plays moves by itself.
  const moved = now.step !== before.step && !(now.playing && before.playing);
  if (moved || now.choice !== before.choice || now.arrival !== before.arrival) held = ++newest;
});

/** Goes to the step of the answer, unless the reader asked for something else meanwhile; without a step, reports `none`. */
export async function follow(
  answer: Promise<Result<{ readonly step: number | null }>>,
  none?: Problem,
): Promise<void> {
  const wish = ++newest;
  const found = await answer;
  if (wish < held) return;
  if (!found.ok) reportProblems(found.problem);
  else if (found.value.step !== null) {
    seek(found.value.step);
    held = wish;
  } else if (none) reportProblems(none);
}
