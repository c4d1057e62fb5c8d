/** What the worker made, cached by what was asked: one run at a time, freed in the worker when nothing shows it. */
import { QueryClient, useQuery } from '@tanstack/react-query';
import {
  bad,
  findPreset,
  type Hazard,
  type Making,
  ok,
  type Problem,
  type Progress,
  type Result,
  type RunInfo,
  type RunInput,
  withOverrides,
  worded,
} from '../../engine/index.ts';
import type { Choice } from '../state/choice.ts';
import { ui as texts } from '../texts/ui.ts';
import { createCell } from '../ui/cell.ts';
import { createActivity } from '../ui/idle.ts';
import type { Engine } from './engine.ts';
import { fetchShipped, listShipped } from './recordings.ts';

/** A problem on its way through react-query, which knows only thrown things. */
export class RunProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** The value, or the problem as react-query expects it: thrown. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new RunProblem(result.problem);
  return result.value;
}

/** How far the newest run is; null while nobody knows. */
export const progress = createCell<Progress | number | null>(null);
/** Ends the making of the run on screen: the run so far stays, and can be gone on with. */
export const stopMaking = createCell<() => void>(() => {});

export function createQueries(engine: Engine): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false, networkMode: 'always' },
    },
  });
  const fetching = createActivity();
  client.getQueryCache().subscribe((e) => {
    fetching(client.isFetching() > 0);
    if (e.type !== 'removed' || e.query.queryKey[0] !== 'run') return;
    const info = e.query.state.data as RunInfo | undefined;
    // A run of an earlier worker went with it, and its number may now be another's.
    if (info && e.query.queryKey[1] === engine.state.get().generation)
      void engine.ask('drop', { run: info.run });
  });
  return client;
}

/** Names an input: equal keys are equal runs. A file's text may have megabytes, so the opening is counted instead. */
function choiceKey(choice: Choice): readonly unknown[] {
  if (choice.kind === 'preset') return ['preset', choice.preset, choice.overrides];
  if (choice.kind === 'script') return ['script', choice.packed];
  return choice.kind === 'trace' ? ['trace', choice.trace] : [choice.kind, choice.name, choice.opened];
}

export function runKey(generation: number, choice: Choice): readonly unknown[] {
  return ['run', generation, ...choiceKey(choice)];
}

/** What the worker runs for a choice. */
export async function inputOf(choice: Choice, signal: AbortSignal): Promise<Result<RunInput>> {
  if (choice.kind === 'file') return ok({ recording: choice.text, name: choice.name });
  if (choice.kind === 'timeline') return ok({ timeline: choice.file, name: choice.name });
  if (choice.kind === 'trace') {
    const text = await fetchShipped(choice.trace, signal);
    return text.ok ? { ok: true, value: { recording: text.value, name: choice.trace } } : text;
  }
  if (choice.kind === 'script') {
    const part = await import('../ui/pack.ts').catch(() => null);
    if (!part) return bad('not-loaded', 'mm', texts.notLoaded);
    const script = await part.unpack(choice.packed);
    return script === null
      ? bad(
          'invalid',
          'mm',
          worded`mm: expected a script as this page packs it; this one is cut short or was changed`,
        )
      : ok({ script });
  }
  const preset = findPreset(choice.preset);
  if (!preset.ok) return preset;
  const scenario = withOverrides(preset.value, choice.overrides);
  return scenario.ok ? { ok: true, value: { scenario: scenario.value } } : scenario;
}

/** The run of a choice; none for null. A compared run reports no progress: that is of the run on screen. */
export function useRun(engine: Engine, generation: number, choice: Choice | null, compared = false) {
  return useQuery<RunInfo, RunProblem>({
    queryKey: choice ? runKey(generation, choice) : ['run', 'none'],
    gcTime: 0,
    enabled: choice !== null,
    queryFn: async ({ signal, client, queryKey }) => {
      const stopped = client.getQueryData<RunInfo>(queryKey);
      const stop = new AbortController();
      if (!compared) {
        progress.set(null);
        stopMaking.set(() => stop.abort());
      }
      signal.addEventListener('abort', () => stop.abort());
      const watched = {
        signal: stop.signal,
        progress: (part: number, detail?: unknown) => {
          const making = detail as Making | undefined;
          if (!compared) progress.set(making?.progress ?? part);
          if (!making?.info) return;
          if (compared || signal.aborted) void engine.ask('drop', { run: making.info.run });
          else client.setQueryData(queryKey, making.info);
        },
      };
      // Asked again for a run that was stopped, the engine goes on with it.
      const made = stopped?.stopped?.canGoOn
        ? await engine.ask('goOn', { run: stopped.run }, watched)
        : await engine.ask('run', { input: unwrap(await inputOf(choice!, signal)) }, watched);
      if (made.ok && signal.aborted) void engine.ask('drop', { run: made.value.run });
      return unwrap(made);
    },
  });
}

/** A longer log is searched for hazards only when the reader asks: that takes the worker a second or more. */
export const SEARCHED_MAX = 4_000_000;

/** What goes wrong in a run; a problem where this engine cannot tell. */
export function useHazards(engine: Engine, info: RunInfo | null) {
  const { generation } = engine.state.get();
  return useQuery<readonly Hazard[], RunProblem>({
    queryKey: ['hazards', generation, info?.run],
    enabled: info !== null && !info.making && info.steps <= SEARCHED_MAX,
    queryFn: async ({ signal }) => {
      // The run's first frame comes before this in the worker.
      await new Promise((done) => setTimeout(done, 150));
      signal.throwIfAborted();
      return unwrap(await engine.ask('hazards', { run: info!.run })).hazards;
    },
  });
}

export function useShipped() {
  return useQuery({
    queryKey: ['shipped'],
    queryFn: async ({ signal }) => unwrap(await listShipped(signal)),
  });
}
