/** What a user can do to the choices. Every widget, key and link writes the store through here. */
import type { Lens, Problem } from '../../engine/index.ts';
import { ui as words } from '../texts/ui.ts';
import { partOfWindow, zoomWindow } from '../timeline/scale.ts';
import { setStored } from '../ui/stored.ts';
import { applyTheme, prefersReducedMotion, type ThemeChoice } from '../ui/theme.ts';
import {
  type Choice,
  FIRST_CHOICE,
  FIRST_PRESET,
  type LinkInput,
  type Overrides,
  sourceOf,
} from './choice.ts';
import {
  type Arrival,
  type Asked,
  type Break,
  type Chosen,
  FIELDS,
  HERE,
  type LinkedFields,
  type OpenSheet,
  type Shared,
} from './fields.ts';
import { type Note, sorted } from './notes.ts';
import { store } from './store.ts';
import { openedBy, resetBy, type StoryPlace } from './table.ts';
import { views } from './undo.ts';

/** The action that gives a field a value. */
const setter =
  <K extends keyof Chosen>(key: K) =>
  (value: Chosen[K]): void =>
    store.setState({ [key]: value });

// --- What is shown.

/** A page that no link opened: ways to begin, beside the first preset at a moment that shows what it is about. */
export function begin(): void {
  // A link that cannot be opened leads here, too: what is wrong with it stays.
  store.setState(({ problems }) => ({ ...shown(FIRST_CHOICE), story: null, panel: 'start', problems }));
}

/** Shows something else, paused at the moment that shows most of it. */
export function choose(choice: Choice): void {
  store.setState(shown(choice));
}

const shown = (choice: Choice): Partial<Chosen> => ({
  ...resetBy(FIELDS, 'choose'),
  choice,
  panel: sourceOf(choice),
  arrival: { at: 'moment' },
  playing: false,
});

/** Shows what a link holds. */
export function openLinked(link: { readonly input: LinkInput } & LinkedFields & Shared): void {
  store.setState(openedBy(FIELDS, link));
}

/** Runs a script. The editor ends lines with \n only, and so does what is run: lines of both are to be the same. */
export async function runScript(given: string): Promise<void> {
  const text = given.replace(/\r\n?/g, '\n');
  const part = await import('../ui/pack.ts').catch(reportMissing);
  if (!part) return;
  const packed = await part.pack(text);
  setDraft(text, packed);
  // Whoever runs a script wants to see it run.
  store.setState({
    ...shown({ kind: 'script', packed }),
    arrival: { at: 'start' },
    playing: !prefersReducedMotion(),
  });
}

/** Turns knobs of the current preset. While paused, the reader arrives at `place`. */
export function override(overrides: Overrides, place: Arrival): void {
  const { choice, playing } = store.getState();
  if (choice.kind !== 'preset') return;
  const arrival: Arrival = playing ? { at: 'start' } : place;
  store.setState({ ...resetBy(FIELDS, 'override'), choice: { ...choice, overrides }, arrival });
}

/** Shows another branch, paused; the reader arrives at a step before the fork, or at `arrival`. */
export function showBranch(choice: Choice, arrival: Arrival | number): void {
  store.setState({
    ...resetBy(FIELDS, 'branch'),
    choice,
    ...(typeof arrival === 'number' ? { step: arrival, arrival: HERE } : { arrival }),
  });
}

/** Puts the run that was asked for on screen at a step: it belongs to the change that asked for it. */
export function arriveAt(step: number): void {
  views.quietly(() => store.setState({ step, arrival: HERE }));
}

/** Shows a step of a run that has not yet come to where it opens. */
export function waitAt(step: number): void {
  views.quietly(() => store.setState({ step }));
}

/** No longer reports that this run is not the one that was shared. */
export const dismissShared = (): void => store.setState({ shared: null });

// --- Moving through the run.

/** Goes to a step and pauses: a reader who seeks wants to look. A run and a place that are still to come do not lead away. */
export function seek(step: number): void {
  store.setState({ step: Math.max(0, Math.round(step)), arrival: HERE, turning: false, playing: false });
}

export const setPlaying = setter('playing');

/** Plays or pauses; plays from the start when the end (`steps`) was reached. */
export function togglePlay(steps: number | null): void {
  const { playing, step } = store.getState();
  const again = !playing && steps !== null && step >= steps;
  store.setState({ playing: !playing, ...(again ? { step: 0, arrival: HERE } : {}) });
}

/** The clock of playing came to `step`; at `end` it stops, unless it `waits` there for more of the run. */
export function playTo(step: number, end: number, waits = false): void {
  if (step >= end && !waits) views.quietly(() => store.setState({ step: end, playing: false }));
  else store.setState({ step: Math.min(step, end) });
}

/** Plays the run from its beginning. */
export const playAll = (): void => store.setState({ step: 0, arrival: HERE, playing: true });

export function setSpeed(speed: string): void {
  setStored('speed', speed);
  store.setState({ speed });
}

/** Stops at what `query` finds (null: at hazards) from now on. Each query is in the list once. */
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

// --- The fields.

export const setLens = setter('lens');
export const hoverPage = setter('hover');
export const selectPage = setter('page');

/** Selects a page and describes it, whatever the pointer is on. */
export function inspectPage(page: number | null): void {
  store.setState({ page, hover: null });
}

/** The classes picked in the legend of the lens on screen; the same array while nothing changes. */
export const pickedNow = ({ lens, picked }: Chosen): readonly string[] => picked[lens] ?? NONE;
const NONE: readonly string[] = [];

/** Picks a class in the legend of the lens on screen, or lets go of it. */
export function togglePicked(id: string): void {
  store.setState((s) => {
    const now = pickedNow(s);
    const next = now.includes(id) ? now.filter((other) => other !== id) : [...now, id];
    return { picked: { ...s.picked, [s.lens]: next } };
  });
}

/** Shows all classes of the lens on screen again. */
export function clearPicked(): void {
  store.setState((s) => ({ picked: { ...s.picked, [s.lens]: NONE }, pointed: null }));
}

/** Links both fields, so that they look at the same pages, or parts them. */
export const setTogether = setter('together');

/** Lights what a story step speaks of, in place of what was lit; the targets are those of emphasis.ts. None lights nothing. */
export const emphasize = setter('emphasis');
/** Lights what the pointer or the focus is on; null when it is on nothing. */
export const pointAt = setter('pointed');

// --- The timeline.

export const setAxis = setter('axis');
export const setView = setter('view');

/** Zooms around the current step of a run of `steps`. */
export function zoomTimeline(steps: number, factor: number): void {
  const { view, step } = store.getState();
  const from = view ?? { from: 0, to: steps };
  const to = zoomWindow(from, factor, partOfWindow(from, step), steps);
  setView(to.from === 0 && to.to >= steps ? null : to);
}

export const setRange = setter('range');

/** Picks a lane; the inspector describes its actor. */
export function pickLane(lane: number | null): void {
  store.setState(lane === null ? { lane } : { lane, scope: 'actor', actor: { actor: lane, cpu: null } });
}

/** Begins a note about the step on screen. */
export const beginNote = (): void => store.setState({ noting: true, playing: false });

export const leaveNote = (): void => store.setState({ noting: false });

export function setNotes(notes: readonly Note[]): void {
  store.setState({ notes: sorted(notes), noting: false });
}

export function removeNote(note: Note): void {
  store.setState(({ notes }) => ({ notes: notes.filter((n) => n !== note) }));
}

// --- The inspector.

export const setScope = setter('scope');
export const setActor = setter('actor');

/** Describes the VMA of `pages` pages from `first`; a page of it that is selected stays so. */
export function inspectVma(first: number, pages: number): void {
  store.setState(({ page }) => ({
    scope: 'vma',
    hover: null,
    page: page !== null && first <= page && page < first + pages ? page : first,
  }));
}

/** Asks why; the page that is asked about stays selected. */
export function askWhy(asked: Omit<Asked, 'focus'>, focus = false): void {
  store.setState({ asked: { ...asked, focus }, page: asked.page, hover: null, playing: false });
}

export const closeAnswer = (): void => store.setState({ asked: null });

// --- Queries.

export const setQuerying = setter('querying');

/** Runs a query; null clears the result. */
export const runQuery = setter('query');

// --- Comparing.

/** The preset that shows the most when it is compared with another one. */
const OTHER: Readonly<Record<string, string>> = {
  'qemu-as-mailed': 'qemu-as-coded',
  'criu-2017': 'criu-thp-disable',
  'qemu-no-nohugepage': 'qemu-as-mailed',
};

/** Begins a comparison, with the run without what was changed or with the other order of QEMU's calls; or ends it. */
export function toggleCompare(): void {
  const { choice, versus } = store.getState();
  compareWith(versus ? null : firstCompared(choice));
}

function firstCompared(choice: Choice): Choice {
  if (choice.kind !== 'preset') return FIRST_CHOICE;
  if (Object.keys(choice.overrides).length > 0) return { ...choice, overrides: {} };
  return { kind: 'preset', preset: OTHER[choice.preset] ?? FIRST_PRESET, overrides: {} };
}

/** Null ends the comparison. */
export const compareWith = setter('versus');

export function swapCompared(): void {
  const { choice, versus } = store.getState();
  if (versus)
    store.setState({
      ...resetBy(FIELDS, 'swap'),
      choice: versus,
      versus: choice,
      arrival: { at: 'start' },
    });
}

export const setLockstep = setter('lockstep');
export const setSide = setter('side');

// --- Sources and stories.

export const showPanel = setter('panel');

let read = 0;

/** Reads log files, and shows what they say beside the run on screen. */
export function showLogs(files: readonly File[]): void {
  store.setState({ logs: { files, opened: ++read }, panel: 'recording', problems: [] });
}

export const closeLogs = (): void => store.setState({ logs: null });

/** Stores what is written in the editor; `packed` is the script that it was run as or came from. */
export function setDraft(text: string, packed: string | null): void {
  store.setState({ draft: { text, packed } });
}

/** Turns to a step of a story, which then shows its run and place; null leaves the story. */
export function readStory(story: StoryPlace | null): void {
  store.setState({ story, turning: story !== null });
}

/** Opens a story at its first step. */
export function startStory(id: string): void {
  store.setState({ story: { id, step: 0 }, turning: true, panel: 'story' });
}

/** Turns back to the last step of a story: a link or a clicker may lead beyond it. */
export function stayInStory(story: StoryPlace): void {
  views.quietly(() => store.setState({ story }));
}

/** Shows the run of the story's step, paused; its place follows. */
export function showStoryRun(choice: Choice): void {
  store.setState({
    ...resetBy(FIELDS, 'story'),
    choice,
    arrival: { at: 'start' },
    playing: false,
    turning: true,
  });
}

/** Shows the place of a story's step; what is left out of `view` stays. */
export function showStoryPlace(
  step: number,
  view: { readonly lens?: Lens; readonly page?: number | null },
): void {
  store.setState({ step, arrival: HERE, playing: false, turning: false, ...view });
}

/** Another student has another guest: the answers of this story were about the guest of the one before. */
export function setStudent(student: string | null): void {
  store.setState(({ story, answers }) => ({
    student,
    turning: story !== null,
    answers: story ? { ...answers, [story.id]: {} } : answers,
  }));
}

/** Answers the question of the story's step on screen. */
export function setAnswer(answer: string): void {
  store.setState(({ story, answers }) =>
    story ? { answers: { ...answers, [story.id]: { ...answers[story.id], [story.step]: answer } } } : {},
  );
}

/** Takes back all answers of the story on screen. */
export function clearAnswers(): void {
  store.setState(({ story, answers }) => (story ? { answers: { ...answers, [story.id]: {} } } : {}));
}

// --- The page.

/** Opens a sheet. What is to happen differently happens at the step on screen: playing stops. */
export function openSheet(sheet: OpenSheet): void {
  store.setState({ sheet, ...(sheet === 'branch' ? { playing: false } : {}) });
}

export const closeSheet = (): void => store.setState({ sheet: null });

export const setPresenting = setter('presenting');

/** Shows the reader's choice of theme, and stores it. */
export function setTheme(theme: ThemeChoice): void {
  applyTheme(theme);
  borrowTheme(theme);
}

/** Takes the theme of the page around this one, which is not stored. */
export const borrowTheme = setter('theme');

/** Adds problems; the same message is shown once, and the last six. */
export function reportProblems(...problems: readonly Problem[]): void {
  store.setState((s) => ({
    problems: [
      ...s.problems,
      ...problems.filter((p) => !s.problems.some((q) => q.message === p.message)),
    ].slice(-6),
  }));
}

/** Reports a part of the page that could not be fetched: another build may be served by now. */
export function reportMissing(): void {
  reportProblems({ code: 'not-loaded', where: 'page', message: words.notLoaded });
}

export function dismiss(problem: Problem): void {
  store.setState((s) => ({ problems: s.problems.filter((p) => p !== problem) }));
}
