/** Asks of the selected page what is most worth asking there: the first question that is offered, else why it is present or not. */
import type { RunInfo } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { askWhy, reportProblems, setScope } from '../state/actions.ts';
import { store } from '../state/store.ts';

export async function askOfPage(engine: Engine, { run, steps }: RunInfo): Promise<void> {
  const chosen = store.getState();
  const { page } = chosen;
  if (page === null) return;
  const step = Math.min(chosen.step, steps);
  const answer = await engine.ask('context', { run, step, page, scope: 'page', actor: null });
  if (!answer.ok) return reportProblems(answer.problem);
  const { id, host } = answer.value.offers[0] ?? { id: 'bit-0', host: 1 };
  setScope('page');
  askWhy({ run, step, page, host, question: id }, true);
}
