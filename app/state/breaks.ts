/** The list of breaks: each query is in it once. */
import { type Break, store } from './store.ts';

/** Stops at what `query` finds (null: at hazards) from now on. */
export function addBreak(query: string | null): void {
  store.setState(({ breaks }) => ({
    breaks: [...breaks.filter((b) => b.query !== query), { query, on: true }],
  }));
}

export function switchBreak({ query }: Break, on: boolean): void {
  store.setState(({ breaks }) => ({ breaks: breaks.map((b) => (b.query === query ? { query, on } : b)) }));
}

export function removeBreak({ query }: Break): void {
  store.setState(({ breaks }) => ({ breaks: breaks.filter((b) => b.query !== query) }));
}
