/** The page's end of the worker that draws: one per job, stopped when the job is done or cancelled. */
import { bad, language, RpcClient, worded } from '../../../engine/index.ts';
import type { StudioRequests } from './protocol.ts';

export type Studio = Pick<RpcClient<StudioRequests>, 'ask' | 'close'>;

/** Aborting `signal` stops the worker and cancels everything pending. */
export function openStudio(signal: AbortSignal): Studio {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: language() });
  const client = new RpcClient<StudioRequests>(worker, {
    crashed: (cause) => bad('crashed', 'export', worded`the export failed: ${cause}`).problem,
    closed: cancelled().problem,
  });
  const close = () => {
    signal.removeEventListener('abort', close);
    client.close();
  };
  if (signal.aborted) close();
  else signal.addEventListener('abort', close);
  return { ask: (name, ask) => client.ask(name, ask), close };
}

export const cancelled = () => bad('cancelled', 'export', worded`the export was cancelled`);
