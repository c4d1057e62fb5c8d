/** The page's end of the worker that draws: one for each job, stopped when the job is over or given up. */
import { bad, ok, type Result } from '../../../engine/index.ts';
import type { FromStudio, StudioName, StudioRequests } from './protocol.ts';

export interface Studio {
  ask<N extends StudioName>(
    name: N,
    ask: StudioRequests[N]['ask'],
  ): Promise<Result<StudioRequests[N]['answer']>>;
  close(): void;
}

/** `signal` stops the worker; what was asked then is cancelled. One question at a time. */
export function openStudio(signal: AbortSignal): Studio {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  let settle: ((answer: Result<never>) => void) | null = null;
  const answer = (result: Result<unknown>) => {
    settle?.(result as Result<never>);
    settle = null;
  };
  worker.onmessage = ({ data }: MessageEvent<FromStudio>) =>
    answer(data.ok ? ok(data.value) : bad('crashed', 'export', `the export failed: ${data.message}`));
  worker.onerror = (e) => {
    e.preventDefault();
    answer(bad('crashed', 'export', `the export failed: ${e.message || 'its script could not be loaded'}`));
  };
  const close = () => {
    worker.terminate();
    signal.removeEventListener('abort', close);
    answer(cancelled());
  };
  signal.addEventListener('abort', close);
  return {
    ask: (name, ask) =>
      signal.aborted
        ? Promise.resolve(cancelled())
        : new Promise((resolve) => {
            settle = resolve as (answer: Result<never>) => void;
            worker.postMessage({ name, ask });
          }),
    close,
  };
}

export const cancelled = () => bad('cancelled', 'export', 'the export was cancelled');
