/** How a component asks the worker: one query per worker, request and question. A problem is the query's error. */
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ActorId, Answer, Ask, RequestName, RunInfo } from '../../engine/index.ts';
import { type RunProblem, unwrap } from './queries.ts';
import { useSession, useWatched } from './session.ts';

interface Options<T, Data> {
  readonly select?: (answer: T) => Data;
  /** The last answer stays until the next one is there. */
  readonly keepsLast?: boolean;
  /** How long an answer that nothing shows is kept, ms; react-query's five minutes without it. */
  readonly gcTime?: number;
}

/** Nothing is asked while `ask` is null. */
export function useAsk<N extends RequestName, Data = Answer<N>>(
  name: N,
  ask: Ask<N> | null,
  { select, keepsLast = false, gcTime }: Options<Answer<N>, Data> = {},
): UseQueryResult<Data, RunProblem> {
  const { engine } = useSession();
  const { generation } = useWatched(engine.state);
  return useQuery<Answer<N>, RunProblem, Data>({
    queryKey: [name, generation, ask],
    enabled: ask !== null,
    queryFn: async ({ signal }) => unwrap(await engine.ask(name, ask!, { signal })),
    ...(select && { select }),
    ...(keepsLast && { placeholderData: keepPreviousData }),
    ...(gcTime !== undefined && { gcTime }),
  });
}

const NOBODY: readonly ActorId[] = [];

/** Everybody who acts in the run, vCPUs one by one; nobody until the worker answered, or those of the last run. */
export function useActors({ run }: RunInfo, keepsLast = false): readonly ActorId[] {
  return useAsk('actors', { run }, { select: actorsOf, keepsLast }).data ?? NOBODY;
}

const actorsOf = ({ actors }: Answer<'actors'>) => actors;
