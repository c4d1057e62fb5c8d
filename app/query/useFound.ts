/** How many events a query finds in a run, or what is wrong with it. */
import { useQuery } from '@tanstack/react-query';
import type { Answer, RunInfo } from '../../engine/index.ts';
import { RunProblem } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { store } from '../state/store.ts';

/** `before` is of the step at which it was first asked. Nothing is asked for no query. */
export function useFound(info: RunInfo, query: string | null) {
  const { engine } = useSession();
  return useQuery<Answer<'query'>, RunProblem>({
    queryKey: ['query', engine.state.get().generation, info.run, query],
    enabled: query !== null,
    queryFn: async () => {
      const { step } = store.getState();
      const answer = await engine.ask('query', { run: info.run, text: query ?? '', step });
      if (!answer.ok) throw new RunProblem(answer.problem);
      return answer.value;
    },
  });
}
