/** Keeps the address and the choices in step: an opened link becomes choices, a paused place becomes the address. */
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { openLinked, reportProblems } from '../state/actions.ts';
import { type Choice, inputOf, SCRIPT_MAX, sameChoice } from '../state/choice.ts';
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

/** Browsers limit how often the address may be written. */
const BETWEEN_MS = 300;

/** Writes the address as soon as the page has something new to keep, at most every BETWEEN_MS, and never while playing. Returns how to
 *  stop. */
export function keepAddress(run: Watched<RunInfo | null>): () => void {
  let timer = 0;
  let writtenAt = Number.NEGATIVE_INFINITY;
  /** The run in the address, and what it is of. */
  let shown: RunInfo | null = null;
  let shownChoice: Choice | null = null;
  const pending = createActivity();
  const write = () => {
    timer = 0;
    pending(false);
    const info = run.get();
    const { playing, choice } = store.getState();
    if (playing || !info) return;
    // The run of the choice before: its own comes, and with it the next call.
    if (info === shown && shownChoice && !sameChoice(choice, shownChoice)) return;
    shown = info;
    shownChoice = choice;
    writtenAt = performance.now();
    history.replaceState(history.state, '', linkOf(info) ?? location.pathname + location.search);
  };
  const later = () => {
    if (timer || store.getState().playing) return;
    timer = window.setTimeout(write, Math.max(0, writtenAt + BETWEEN_MS - performance.now()));
    pending(true);
  };
  const stops = [store.subscribe(later), run.subscribe(later)];
  return () => {
    clearTimeout(timer);
    pending(false);
    for (const stop of stops) stop();
  };
}
