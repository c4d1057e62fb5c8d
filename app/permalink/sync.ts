/** Keeps the address and the choices in step: an opened link becomes choices, a paused place becomes the address. */
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { complain, opening } from '../state/actions.ts';
import { type Choice, FIRST_PRESET, type Store } from '../state/store.ts';
import { decodeLink, encodeLink } from './codec.ts';
import type { Link, LinkInput } from './schema.ts';

/** The link to what is on screen; null for a file that only this machine has. */
export function linkOf(store: Store, info: RunInfo | null): string | null {
  const { choice, step, lens, page, axis } = store.getState();
  const input = inputOf(choice);
  if (!input) return null;
  return encodeLink({ input, step, lens, page, axis, semantics: SEMANTICS, digest: info?.digest ?? null });
}

/** Opens a link's text. A link of which nothing can be shown leaves everything as it was, but for its problems. */
export function openLink(store: Store, hash: string): boolean {
  const { link, problems } = decodeLink(hash);
  if (link) store.setState({ ...chosenBy(link), hover: null, problems: [] });
  if (problems.length > 0) complain(...problems);
  return link !== null;
}

/** Writes the address at most every 300 ms (browsers limit how often), and never while playing. */
export function keepAddress(
  store: Store,
  run: { get(): RunInfo | null; subscribe(fn: () => void): () => void },
): () => void {
  let timer = 0;
  const write = () => {
    timer = 0;
    const info = run.get();
    if (store.getState().playing || !info) return;
    history.replaceState(history.state, '', linkOf(store, info) ?? location.pathname + location.search);
  };
  const later = () => {
    if (!timer && !store.getState().playing) timer = window.setTimeout(write, 300);
  };
  const stops = [store.subscribe(later), run.subscribe(later)];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

function inputOf(choice: Choice): LinkInput | null {
  if (choice.kind === 'preset') return { preset: choice.preset, overrides: choice.overrides };
  return choice.kind === 'trace' ? { trace: choice.trace } : null;
}

function chosenBy(link: Link) {
  const choice: Choice =
    'trace' in link.input
      ? { kind: 'trace', trace: link.input.trace }
      : { kind: 'preset', preset: link.input.preset || FIRST_PRESET, overrides: link.input.overrides };
  return {
    choice,
    ...(link.step === null
      ? opening()
      : { arrival: { at: 'step', step: link.step } as const, playing: false }),
    lens: link.lens,
    page: link.page,
    axis: link.axis,
    shared: { semantics: link.semantics, digest: link.digest },
  };
}
