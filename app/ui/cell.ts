/** One value that others can watch: how the engine's answers reach painters without a React render. */
export interface Watched<T> {
  get(): T;
  subscribe(fn: () => void): () => void;
}

export interface Cell<T> extends Watched<T> {
  set(value: T): void;
}

export function createCell<T>(initial: T): Cell<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const fn of watchers) fn();
    },
    subscribe(fn) {
      watchers.add(fn);
      return () => watchers.delete(fn);
    },
  };
}
