/** Undo and redo for what the reader looks at. Changes that follow each other quickly, as those of a scrub, are one; what plays
 *  by itself is none, but for its beginning. */
import type { StoreApi } from 'zustand/vanilla';
import { FIELDS } from './fields.ts';
import { store } from './store.ts';
import { type Fields, keysOf, resetBy, type StateOf, viewOf } from './table.ts';

/** Changes of one scrub have at most this between them, in milliseconds. */
const PAUSE = 700;
const LIMIT = 200;

export interface Undo {
  /** Begins to note changes; what is on screen now is the oldest view. Returns how to stop. */
  watch(): () => void;
  /** False when there is nothing to go back to. */
  undo(): boolean;
  redo(): boolean;
  /** Changes that follow from an earlier one, and come with it: a run's arrival, a story's place. */
  quietly(change: () => void): void;
}

/** Fields that undo itself reads. */
interface Run {
  readonly choice: unknown;
  readonly step: number;
  readonly playing: boolean;
}

/** `now` is a clock in milliseconds. */
export function createUndo<F extends Fields>(
  fields: F,
  of: StoreApi<StateOf<F> & Run>,
  now: () => number,
): Undo {
  type State = StateOf<F> & Run;
  const keys = keysOf(fields, ({ undo }) => undo === 'each' || undo === 'scrub');
  const past: Partial<StateOf<F>>[] = [];
  const future: Partial<StateOf<F>>[] = [];
  let quiet = false;
  let scrub: keyof F | null = null;
  let last = 0;

  function note(after: State, before: State): void {
    if (quiet) return;
    const started = after.playing && !before.playing;
    // A timeline that plays moves by itself; one that reaches its end stops by itself.
    const changed = keys.filter(
      (k) => after[k] !== before[k] && !(k === 'step' && before.playing && after.playing),
    );
    if (changed.length === 0 && !started) return;
    const only = changed.length === 1 && fields[changed[0]!]?.undo === 'scrub' ? changed[0]! : null;
    const goesOn = only !== null && only === scrub && now() - last < PAUSE;
    scrub = only;
    last = now();
    future.length = 0;
    if (goesOn) return;
    past.push(viewOf(fields, before));
    if (past.length > LIMIT) past.shift();
  }

  function go(from: Partial<StateOf<F>>[], to: Partial<StateOf<F>>[]): boolean {
    const view = from.pop();
    if (!view) return false;
    const current = of.getState();
    to.push(viewOf(fields, current));
    scrub = null;
    const next = { ...current, ...resetBy(fields, 'undo'), ...view };
    quietly(() =>
      of.setState(next.choice === current.choice ? next : { ...next, ...resetBy(fields, 'undoChoice') }),
    );
    return true;
  }

  function quietly(change: () => void): void {
    const was = quiet;
    quiet = true;
    change();
    quiet = was;
  }

  return {
    watch: () => of.subscribe(note),
    undo: () => go(past, future),
    redo: () => go(future, past),
    quietly,
  };
}

export const views = createUndo(FIELDS, store, () => performance.now());
