/** Keeps the address and the choices in step: an opened link becomes choices, a paused place becomes the address. */
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { openLinked, reportProblems } from '../state/actions.ts';
import { type Choice, inputOf, SCRIPT_MAX } from '../state/choice.ts';
import { FIELDS } from '../state/fields.ts';
import { store } from '../state/store.ts';
import { linkedOf } from '../state/table.ts';
import { link as words } from '../texts/link.ts';
import type { Watched } from '../ui/cell.ts';
import { createActivity } from '../ui/idle.ts';
import { decodeLink, encodeLink } from './codec.ts';

/** The link to what is on screen; null for a file that only this machine has, and for a script that is too long. */
export function linkOf(info: RunInfo | null): string | null {
  const state = store.getState();
  const input = inputOf(state.choice);
  if (!input) return null;
  return encodeLink({
    input,
    ...linkedOf(FIELDS, state),
    checkpoints: info?.checkpoints ? { steps: info.steps, letters: info.checkpoints } : null,
    semantics: SEMANTICS,
    digest: info?.digest ?? null,
  });
}

/** Why a link to the choice cannot be, or null when it can. */
export function whyNoLink(choice: Choice): string | null {
  if (inputOf(choice)) return null;
  return choice.kind === 'script' ? words.scriptTooLong(choice.packed.length, SCRIPT_MAX) : words.ownFile;
}

/** Opens a link's text. A link of which nothing can be shown leaves everything as it was, but for its problems. */
export function openLink(hash: string): boolean {
  const { link, problems } = decodeLink(hash);
  if (link) openLinked(link);
  if (problems.length > 0) reportProblems(...problems);
  return link !== null;
}

/** Writes the address at most every 300 ms (browsers limit how often), and never while playing. Returns how to stop. */
export function keepAddress(run: Watched<RunInfo | null>): () => void {
  let timer = 0;
  const pending = createActivity();
  const write = () => {
    timer = 0;
    pending(false);
    const info = run.get();
    if (store.getState().playing || !info) return;
    history.replaceState(history.state, '', linkOf(info) ?? location.pathname + location.search);
  };
  const later = () => {
    if (timer || store.getState().playing) return;
    timer = window.setTimeout(write, 300);
    pending(true);
  };
  const stops = [store.subscribe(later), run.subscribe(later)];
  return () => {
    clearTimeout(timer);
    pending(false);
    for (const stop of stops) stop();
  };
}
