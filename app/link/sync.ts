/** Keeps the address and the choices in step: an opened link becomes choices, a paused place becomes the address. */
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { complain, opening, pickedNow } from '../state/actions.ts';
import { type Choice, FIRST_PRESET, type Store, sourceOf } from '../state/store.ts';
import { link as words } from '../texts/link.ts';
import { decodeLink, encodeLink } from './codec.ts';
import { type Link, type LinkInput, SCRIPT_MAX } from './schema.ts';

/** The link to what is on screen; null for a file that only this machine has, and for a script that is too long. */
export function linkOf(store: Store, info: RunInfo | null): string | null {
  const {
    choice,
    step,
    lens,
    page,
    scope,
    actor,
    querying,
    query,
    axis,
    view,
    range,
    panel,
    story: read,
    student,
    answer,
    versus,
    lockstep,
    side,
    notes,
  } = store.getState();
  const story = panel === 'story' ? read : null;
  const input = inputOf(choice);
  if (!input) return null;
  return encodeLink({
    input,
    step,
    lens,
    picked: pickedNow(store.getState()),
    page,
    scope,
    actor: scope === 'actor' ? actor : null,
    query: querying ? query : null,
    axis,
    view,
    range,
    story,
    student: story && student,
    answer: story && answer,
    versus: versus && inputOf(versus),
    lockstep,
    side,
    notes,
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
  if (choice.kind === 'script') return choice.packed.length <= SCRIPT_MAX ? { script: choice.packed } : null;
  return choice.kind === 'trace' ? { trace: choice.trace } : null;
}

function choiceOf(input: LinkInput): Choice {
  if ('trace' in input) return { kind: 'trace', trace: input.trace };
  if ('script' in input) return { kind: 'script', packed: input.script };
  return { kind: 'preset', preset: input.preset || FIRST_PRESET, overrides: input.overrides };
}

function chosenBy(link: Link) {
  const choice = choiceOf(link.input);
  return {
    choice,
    panel: link.story ? ('story' as const) : sourceOf(choice),
    story: link.story,
    student: link.student,
    answer: link.answer,
    ...(link.step === null
      ? opening()
      : // The step at once: it would seem to walk out of the window, which follows it, when the run comes.
        { arrival: { at: 'step', step: link.step } as const, step: link.step, playing: false }),
    lens: link.lens,
    picked: link.picked.length > 0 ? { [link.lens]: link.picked } : {},
    page: link.page,
    scope: link.scope,
    actor: link.actor,
    querying: link.query !== null,
    query: link.query,
    axis: link.axis,
    versus: link.versus && choiceOf(link.versus),
    lockstep: link.lockstep,
    side: link.side,
    view: link.view,
    range: link.range,
    lane: null,
    notes: link.notes,
    shared: { semantics: link.semantics, digest: link.digest, checkpoints: link.checkpoints },
  };
}
