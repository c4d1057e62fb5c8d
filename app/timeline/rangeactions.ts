/** What can be done with the range on the timeline. */
import { openQuery } from '../query/open.ts';
import { runQuery, setRange, setView } from '../state/actions.ts';
import type { Span } from './scale.ts';

export interface RangeAction {
  readonly id: 'zoom' | 'query' | 'clear';
  run(range: Span): void;
}

export const RANGE_ACTIONS: readonly RangeAction[] = [
  { id: 'zoom', run: setView },
  {
    id: 'query',
    // The events [from, to) lead to the steps after `from`.
    run: ({ from, to }) => {
      runQuery(`step=${from + 1}..${to}`);
      openQuery();
    },
  },
  { id: 'clear', run: () => setRange(null) },
];
