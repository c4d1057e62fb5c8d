/** Where playing and running stop: the engine knows the break nearest to a step. */
import type { Answer, Result, RunInfo } from '../../engine/index.ts';
import { reportProblems } from '../state/actions.ts';
import type { Break } from '../state/fields.ts';
import { type Store, store } from '../state/store.ts';
import { transport as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import type { Engine } from './engine.ts';
import { follow } from './follow.ts';

/** The break nearest after (or before) `step`. */
function nearest(
  engine: Engine,
  { run }: RunInfo,
  breaks: readonly Break[],
  step: number,
  back: boolean,
): Promise<Result<Answer<'nextHit'>>> {
  const on = breaks.filter((b) => b.on).map((b) => b.query);
  return engine.ask('nextHit', {
    run,
    queries: on.filter((query) => query !== null),
    hazards: on.includes(null),
    step,
    back,
  });
}

/** Goes to the nearest break after (or before) the step; stays, and says so, when there is none. */
export async function runToBreak(engine: Engine, info: RunInfo, back: boolean): Promise<void> {
  const { breaks, step } = store.getState();
  const message = breaks.some((b) => b.on) ? words[back ? 'noBreakBefore' : 'noBreakAfter'] : words.noBreak;
  await follow(nearest(engine, info, breaks, step, back), { code: 'not-found', where: 'breaks', message });
}

/** For the clock of playing: the step to stop at after a step, null for none, undefined while the engine looks for it. */
export function createStops(engine: Engine, source: Store, run: Watched<RunInfo | null>) {
  let known: { info: RunInfo; breaks: readonly Break[]; from: number; to: number | null | undefined } | null =
    null;
  return (step: number): number | null | undefined => {
    const { breaks } = source.getState();
    const info = run.get();
    if (!info || !breaks.some((b) => b.on)) return null;
    if (
      known?.info === info &&
      known.breaks === breaks &&
      known.from <= step &&
      step < (known.to ?? Infinity)
    )
      return known.to;
    const asked: NonNullable<typeof known> = { info, breaks, from: step, to: undefined };
    known = asked;
    void nearest(engine, info, breaks, step, false).then((answer) => {
      if (!answer.ok) reportProblems(answer.problem);
      asked.to = answer.ok ? answer.value.step : null;
    });
    return undefined;
  };
}
