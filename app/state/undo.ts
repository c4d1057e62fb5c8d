/** Undo and redo for what the reader looks at. Changes that follow each other quickly, as those of a scrub, are one; what plays
 *  by itself is none, but for its beginning. */
import { type Chosen, type Store, store } from './store.ts';

const KEYS = [
  'choice',
  'panel',
  'story',
  'step',
  'lens',
  'picked',
  'page',
  'scope',
  'actor',
  'query',
  'axis',
  'view',
  'range',
  'versus',
  'lockstep',
  'side',
  'notes',
] as const;
/** Keys of which quick changes are one. */
const SCRUBBED: readonly string[] = ['step', 'view', 'range'];
/** Changes of one scrub have at most this between them, in milliseconds. */
const PAUSE = 700;
const LIMIT = 200;

type View = Pick<Chosen, (typeof KEYS)[number]>;

export interface Undo {
  /** Begins to note changes; what is on screen now is the oldest view. Returns how to stop. */
  watch(): () => void;
  /** False when there is nothing to go back to. */
  undo(): boolean;
  redo(): boolean;
  /** Changes that follow from an earlier one, and come with it: a run's arrival, a story's place. */
  quietly(change: () => void): void;
}

export function createUndo(of: Store, now: () => number): Undo {
  const past: View[] = [];
  const future: View[] = [];
  let quiet = false;
  let scrub = '';
  let last = 0;

  function note(after: Chosen, before: Chosen): void {
    if (quiet) return;
    const started = after.playing && !before.playing;
    // A timeline that plays moves by itself; one that reaches its end stops by itself.
    const changed = KEYS.filter(
      (k) => after[k] !== before[k] && !(k === 'step' && before.playing && after.playing),
    );
    if (changed.length === 0 && !started) return;
    const only =
      changed.length === 1 && SCRUBBED.includes(changed[0] as string) ? (changed[0] as string) : '';
    const goesOn = only !== '' && only === scrub && now() - last < PAUSE;
    scrub = only;
    last = now();
    future.length = 0;
    if (goesOn) return;
    past.push(viewOf(before));
    if (past.length > LIMIT) past.shift();
  }

  function go(from: View[], to: View[]): boolean {
    const view = from.pop();
    if (!view) return false;
    const current = of.getState();
    to.push(viewOf(current));
    scrub = '';
    quietly(() =>
      of.setState({
        ...view,
        playing: false,
        hover: null,
        ...(view.choice === current.choice
          ? {}
          : { arrival: { at: 'step', step: view.step } as const, shared: null, problems: [] }),
      }),
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

function viewOf(s: Chosen): View {
  return Object.fromEntries(KEYS.map((key) => [key, s[key]])) as unknown as View;
}

export const views = createUndo(store, () => performance.now());
