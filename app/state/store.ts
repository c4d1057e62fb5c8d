/** What the user chose: nothing here was made by the engine. Painters subscribe, React reads by selector; actions.ts writes. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Chosen, FIELDS } from './fields.ts';
import { initialOf } from './table.ts';

export const store = createStore<Chosen>()(() => initialOf(FIELDS));

export type Store = typeof store;

export function useChosen<T>(select: (s: Chosen) => T): T {
  return useStore(store, select);
}
