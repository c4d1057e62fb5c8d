/** What can be done with the range on the timeline. */
import { openQuery } from '../query/open.ts';
import { store } from '../state/store.ts';
import type { Window } from './scale.ts';

export interface RangeAction {
  readonly id: 'zoom' | 'query' | 'clear';
  run(range: Window): void;
}

export const RANGE_ACTIONS: readonly RangeAction[] = [
  { id: 'zoom', run: (range) => store.setState({ view: range }) },
  {
    id: 'query',
    // The events [from, to) lead to the steps after `from`.
    run: ({ from, to }) => {
      store.setState({ query: `step=${from + 1}..${to}` });
      openQuery();
    },
  },
  { id: 'clear', run: () => store.setState({ range: null }) },
];
