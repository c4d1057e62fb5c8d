/** How many events a query finds in a run, or what is wrong with it. */
import { useMemo } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { store } from '../state/store.ts';

/** `before` counts those before the step at which the query was first asked. Nothing is asked without a query. */
export function useFound({ run }: RunInfo, query: string | null) {
  const ask = useMemo(
    () => (query === null ? null : { run, text: query, step: store.getState().step }),
    [run, query],
  );
  return useAsk('query', ask);
}
