/** Keeps the address and the choices in step: an opened link becomes choices, a place becomes the address. */
import { LONGEST, type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { begin, openLinked, reportProblems } from '../state/actions.ts';
import { type Choice, FIRST_CHOICE, inputOf, sameChoice } from '../state/choice.ts';
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
    // What the reader stopped, a link shows whole; what went on past a bound, it does not.
    digest: info && !info.making && !info.beyond && info.stopped?.by !== 'reader' ? info.digest : null,
  });
}

/** Why a link to the choice cannot be, or null when it can. */
export function whyNoLink(choice: Choice): string | null {
  if (inputOf(choice)) return null;
  return choice.kind === 'script' ? words.scriptTooLong(choice.packed.length, LONGEST.packed) : words.ownFile;
}

/** Opens a link's text. A link of which nothing can be shown leaves everything as it was, but for its problems. */
export function openLink(hash: string): boolean {
  const { link, problems } = decodeLink(hash);
  if (link) openLinked(link);
  if (problems.length > 0) reportProblems(...problems);
  return link !== null;
}

/** Follows the address, as it is at first (`fresh`) and after the browser's Back: its link, or without one the first screen. */
export function openAddress(hash: string, fresh = false): void {
  if (!openLink(hash) && (fresh || hash === '')) begin();
  entry = entryOf();
}

/** Browsers limit how often the address may be written, Safari to 100 times in 30 s. */
const BETWEEN_MS = 300;
const WHILE_PLAYING_MS = 1000;

/** What an entry of the browser's history is about: a story, whichever runs it shows, or else a choice. */
interface Entry {
  readonly choice: Choice;
  readonly story: string | null;
}

function entryOf(): Entry {
  const { choice, story, panel } = store.getState();
  return { choice, story: panel === 'story' && story ? story.id : null };
}

/** Of the entry that the browser shows now. */
let entry: Entry = entryOf();

/** Whether the reader came from one entry to the other: looking at another panel shows nothing else. */
const isNew = (now: Entry, before: Entry): boolean =>
  now.story !== null ? now.story !== before.story : !sameChoice(now.choice, before.choice);

/** The first screen has an address without a link, so that it is there again when the page is loaded again. */
function isFirstScreen(): boolean {
  const { panel, choice } = store.getState();
  return panel === 'start' && sameChoice(choice, FIRST_CHOICE);
}

/** Writes the address as soon as the page has something new to keep, seldom while playing. What the reader turns to is a new entry
 *  of the browser's history where `entries` says so; a place in it is not. Returns how to stop. */
export function keepAddress(run: Watched<RunInfo | null>, entries: boolean): () => void {
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
    const { choice } = store.getState();
    // The run of the choice before: the link has no digest until its own is there.
    const own = info === shown && shownChoice && !sameChoice(choice, shownChoice) ? null : info;
    if (own) {
      shown = own;
      shownChoice = choice;
    }
    writtenAt = performance.now();
    const now = entryOf();
    const address = (isFirstScreen() ? null : linkOf(own)) ?? location.pathname + location.search;
    try {
      if (entries && isNew(now, entry)) history.pushState(null, '', address);
      else history.replaceState(history.state, '', address);
    } catch {
      // Refused, as for too many writes or in some frames: the next change writes it.
    }
    entry = now;
  };
  const later = () => {
    if (timer) return;
    const { playing, choice } = store.getState();
    // What plays moves by itself; what is turned to is kept at once.
    const between = playing && sameChoice(choice, entry.choice) ? WHILE_PLAYING_MS : BETWEEN_MS;
    timer = window.setTimeout(write, Math.max(0, writtenAt + between - performance.now()));
    pending(true);
  };
  const stops = [store.subscribe(later), run.subscribe(later)];
  return () => {
    clearTimeout(timer);
    pending(false);
    for (const stop of stops) stop();
  };
}
