/** Every field of the store, one row each: its first value, what a link says of it, whether undo brings it back, and what
 *  sets it back. A new field is a new row. */
import * as v from 'valibot';
import {
  ACTORS,
  type ActorId,
  AXES,
  type Axis,
  CELL_CLASSES,
  hex,
  LENSES,
  type Lens,
  LOCKSTEPS,
  LONGEST,
  type Lockstep,
  type Problem,
  type QuestionId,
  worded,
} from '../../engine/index.ts';
import type { Span } from '../timeline/scale.ts';
import { storedTheme, type ThemeChoice } from '../ui/theme.ts';
import {
  type Answers,
  formatAnswers,
  fromLinked,
  type LinkedAnswer,
  linkedAnswers,
  toLinked,
} from './answers.ts';
import {
  type Choice,
  choiceOf,
  FIRST_CHOICE,
  inputCodec,
  inputOf,
  type LeftPanel,
  type LinkInput,
  type Logs,
  sourceOf,
} from './choice.ts';
import { type Codec, codec, matching, oneOf, whole, words } from './linktext.ts';
import { formatNotes, type Note, parseNotes } from './notes.ts';
import { converted, field, type LinkOf, linked, type StateOf, type StoryPlace } from './table.ts';

/** The text in the editor, and the script it was run as or came from: edits leave that as it was. */
export interface Draft {
  readonly text: string;
  readonly packed: string | null;
}

/** Where the run that was asked for opens: the beginning, the moment that shows most at a glance, the same place in the same phase,
 *  the step of a link, or the step that the reader is at. Each choice writes it, and so does each later move of the reader: what was
 *  asked for last holds, whenever the run comes. */
export type Arrival =
  | { readonly at: 'start' }
  | { readonly at: 'moment' }
  | { readonly at: 'phase'; readonly phase: string; readonly part: number }
  | { readonly at: 'link'; readonly step: number }
  | { readonly at: 'here' };

export const HERE: Arrival = { at: 'here' };

/** Where running stops: at events that a query finds, or (null) where a hazard begins. A watchpoint is a query, too. */
export interface Break {
  readonly query: string | null;
  readonly on: boolean;
}

export const SCOPES = ['page', 'region', 'vma', 'actor'] as const;
/** What the inspector describes: the page looked at, its region, its VMA, or an actor. */
export type Scope = (typeof SCOPES)[number];

/** A question, and the place where it was asked: its answer stays while the reader follows it elsewhere. */
export interface Asked {
  readonly run: number;
  readonly step: number;
  readonly page: number;
  readonly host: 0 | 1;
  readonly question: QuestionId;
  /** The answer takes the focus: it was asked from afar. */
  readonly focus: boolean;
}

/** A sheet that covers the page: what is to happen differently from this step on, or exports. */
export type OpenSheet = 'branch' | 'export';

/** What the opened link says about the run it was made from. */
export interface Shared {
  readonly semantics: number | null;
  readonly digest: string | null;
  readonly checkpoints: { readonly steps: number; readonly letters: string } | null;
}

const NONE: readonly never[] = [];

/** Two steps of a run, the first one before the other. */
const span = (key: string): Codec<Span | null> =>
  codec(
    key,
    v.pipe(
      matching(/^\d{1,15}-\d{1,15}$/, worded`two steps, as 1200-1260`),
      v.transform((text) => {
        const [from, to] = text.split('-').map(Number) as [number, number];
        return { from, to };
      }),
      v.check(({ from, to }) => from < to, worded`expected a step and a later one, as 1200-1260`),
    ),
    null,
    { format: ({ from, to }) => `${from}-${to}` },
  );

/** `region`, `vma`, `actor.khugepaged` or `actor.vcpu.2` */
const inspected = v.pipe(
  v.string(),
  v.regex(
    new RegExp(`^(?:region|vma|actor(?:[.](?:${ACTORS.join('|')})(?:[.]\\d)?)?)$`),
    worded`expected what the inspector tells of, as region, vma or actor.khugepaged`,
  ),
  v.transform((text) => text.split('.') as [Scope, (typeof ACTORS)[number]?, string?]),
);

export const FIELDS = {
  // What is shown. A link begins with the choice, and ends with what it says of the run: app/link/codec.ts.
  choice: field<Choice>({
    initial: FIRST_CHOICE,
    undo: 'each',
    opened: ({ input }) => choiceOf(input),
  }),
  arrival: field<Arrival>({
    initial: HERE,
    undo: 'along',
    opened: ({ step }) => (step === null ? { at: 'moment' } : { at: 'link', step }),
  }),
  shared: field<Shared | null>({
    initial: null,
    resetBy: ['choose', 'override', 'branch', 'swap', 'story', 'undoChoice'],
    opened: ({ semantics, digest, checkpoints }) => ({ semantics, digest, checkpoints }),
  }),

  // The view, in the order in which links hold it.
  step: converted<number, number | null>({
    initial: 0,
    undo: 'scrub',
    link: codec('s', whole(worded`a step as a whole number`, Number.MAX_SAFE_INTEGER), null),
    of: (step) => step,
    // At once: it would seem to walk out of the window, which follows it, when the run comes.
    opened: ({ step }) => step ?? undefined,
  }),
  lens: linked<Lens>({
    initial: 'migration',
    undo: 'each',
    link: codec('l', oneOf(LENSES), 'migration', { always: true }),
  }),
  /** Ids of the classes that a reader picked in the legend, by lens; without any, or with none, all are shown. */
  picked: converted<Readonly<Partial<Record<Lens, readonly string[]>>>, readonly string[]>({
    initial: {},
    undo: 'each',
    link: codec(
      'f',
      v.pipe(
        v.string(),
        v.maxLength(200, worded`expected classes of the legend, as stale.hole`),
        v.transform((text): readonly string[] => text.split('.')),
        v.check(
          (ids) => ids.every((id) => CELL_CLASSES.some((c) => c.id === id)),
          worded`expected classes of the legend, as stale.hole`,
        ),
      ),
      NONE,
      { format: (ids) => (ids.length > 0 ? ids.join('.') : null) },
    ),
    of: (picked, { lens }) => picked[lens] ?? NONE,
    opened: ({ lens, picked }) => (picked.length > 0 ? { [lens]: picked } : {}),
  }),
  /** The fields look at the same pages: one that is zoomed takes the other along. */
  together: linked<boolean>({
    initial: true,
    link: codec(
      'fv',
      v.pipe(
        oneOf(['apart']),
        v.transform(() => false),
      ),
      true,
      { format: () => 'apart' },
    ),
  }),
  page: linked<number | null>({
    initial: null,
    undo: 'each',
    resetBy: ['choose', 'story'],
    link: codec(
      'page',
      v.pipe(
        matching(/^0x[0-9a-f]{1,8}$/, worded`a page number in hexadecimal, as 0x1a47`),
        v.transform(Number),
        v.check(
          (n) => n < 2 ** 24,
          worded`expected a page below 0x1000000, as no guest here has more than 64 GiB`,
        ),
      ),
      null,
      { format: (page) => hex(page) },
    ),
  }),
  scope: linked<Scope>({
    initial: 'page',
    undo: 'each',
    link: codec(
      'i',
      v.pipe(
        inspected,
        v.transform(([scope]) => scope),
      ),
      'page',
    ),
  }),
  /** The actor that the inspector describes; null: the first there is. */
  actor: linked<ActorId | null>({
    initial: null,
    undo: 'each',
    link: codec(
      'i',
      v.pipe(
        inspected,
        v.transform(([, name, cpu]) =>
          name ? { actor: ACTORS.indexOf(name), cpu: cpu ? Number(cpu) : null } : null,
        ),
      ),
      null,
      { format: ({ actor, cpu }) => (cpu === null ? `${ACTORS[actor]}` : `${ACTORS[actor]}.${cpu}`) },
    ),
    of: (actor, { scope }) => (scope === 'actor' ? actor : null),
  }),
  /** The query that the panel of queries shows: null until one was run. */
  query: linked<string | null>({
    initial: null,
    undo: 'each',
    link: codec('q', words(worded`a query`, LONGEST.query), null),
    of: (query, { querying }) => (querying ? query : null),
  }),
  axis: linked<Axis>({
    initial: 'phases',
    undo: 'each',
    link: codec('x', oneOf(AXES), 'phases'),
  }),
  /** Part of the run that the timeline shows; null for all of it. */
  view: linked<Span | null>({
    initial: null,
    undo: 'scrub',
    resetBy: ['choose', 'override', 'branch', 'story'],
    link: span('w'),
  }),
  /** Part of the run whose statistics are shown; null for none. */
  range: linked<Span | null>({
    initial: null,
    undo: 'scrub',
    resetBy: ['choose', 'override'],
    link: span('r'),
  }),
  /** The story that is read, and how far; null for none. */
  story: linked<StoryPlace | null>({
    initial: null,
    undo: 'each',
    link: codec(
      'st',
      v.pipe(
        matching(/^[a-z0-9-]{1,40}\.\d{1,3}$/, worded`a story and its step, as the-mail.4`),
        v.transform((text) => {
          const [id, step] = text.split('.') as [string, string];
          return { id, step: Math.max(0, Number(step) - 1) };
        }),
      ),
      null,
      { format: ({ id, step }) => `${id}.${step + 1}` },
    ),
    of: (story, { panel }) => (panel === 'story' ? story : null),
  }),
  /** Who does the exercises. */
  student: linked<string | null>({
    initial: null,
    link: codec('who', words(worded`a name`, LONGEST.student, worded`letters`), null),
    of: (student, { panel, story }) => (panel === 'story' && story ? student : null),
  }),
  /** Answers to the questions of stories, by story. */
  answers: converted<Readonly<Record<string, Answers>>, readonly LinkedAnswer[]>({
    initial: {},
    link: codec('ans', linkedAnswers, NONE, {
      format: (answers) => (answers.length > 0 ? formatAnswers(answers) : null),
    }),
    of: (answers, { panel, story }) =>
      panel === 'story' && story ? toLinked(answers[story.id] ?? {}, story.step) : NONE,
    opened: ({ story, answers }) => (story ? { [story.id]: fromLinked(answers, story.step) } : {}),
  }),
  /** The step of the story was just turned to: its run and its place are yet to be shown. */
  turning: field<boolean>({
    initial: false,
    resetBy: ['choose', 'override', 'branch', 'swap', 'undo'],
    opened: ({ story, step }) => story !== null && step === null,
  }),
  /** What the run on screen is compared with, null for nothing. */
  versus: converted<Choice | null, LinkInput | null>({
    initial: null,
    undo: 'each',
    link: inputCodec('vs'),
    of: (versus) => versus && inputOf(versus),
    opened: ({ versus }) => versus && choiceOf(versus),
  }),
  /** How the steps of the compared run go along. */
  lockstep: linked<Lockstep>({
    initial: 'phases',
    undo: 'each',
    link: codec('by', oneOf(LOCKSTEPS), 'phases'),
    of: (lockstep, { versus }) => (versus && inputOf(versus) ? lockstep : 'phases'),
  }),
  /** The host of a comparison that is looked at. */
  side: linked<0 | 1>({
    initial: 1,
    undo: 'each',
    link: codec(
      'vh',
      v.pipe(
        oneOf(['src', 'dst']),
        v.transform((host) => (host === 'src' ? 0 : 1)),
      ),
      1,
      { format: (side) => (side === 0 ? 'src' : 'dst') },
    ),
    of: (side, { versus }) => (versus && inputOf(versus) ? side : 1),
  }),
  /** Places of the run that somebody named, by step. */
  notes: linked<readonly Note[]>({
    initial: NONE,
    undo: 'each',
    resetBy: ['choose'],
    link: codec(
      'n',
      v.pipe(
        v.string(),
        v.maxLength(LONGEST.notes, worded`expected notes of at most ${LONGEST.notes} characters`),
        v.transform(parseNotes),
        v.custom<readonly Note[]>(
          (notes) => notes !== null,
          worded`expected notes as STEP~NAME~TEXT, one after the other with | between`,
        ),
      ),
      NONE,
      { format: (notes) => (notes.length > 0 ? formatNotes(notes) : null) },
    ),
  }),

  // Playing and pointing.
  playing: field<boolean>({
    initial: false,
    resetBy: ['branch', 'story', 'undo'],
    opened: () => false,
  }),
  /** Id of one of the speeds of app/run/player.ts. */
  speed: field<string>({ initial: '1' }),
  breaks: field<readonly Break[]>({ initial: NONE }),
  hover: field<number | null>({
    initial: null,
    resetBy: ['choose', 'override', 'branch', 'link', 'undo'],
  }),
  /** Actor (number in ACTORS) whose lane is picked: steps by actor are its own. Null: those of the current event. */
  lane: field<number | null>({ initial: null, resetBy: ['choose', 'link'] }),
  asked: field<Asked | null>({ initial: null }),
  /** What the story step speaks of: targets as app/state/emphasis.ts lists them. */
  emphasis: field<readonly string[]>({
    initial: NONE,
    resetBy: ['choose', 'override', 'branch', 'link'],
  }),
  /** The target that the pointer or the focus is on. */
  pointed: field<string | null>({ initial: null }),

  // What is open.
  /** What the left panel shows: not always the source of what is on screen. */
  panel: field<LeftPanel>({
    initial: 'scenario',
    undo: 'each',
    opened: ({ story, input }) => (story ? 'story' : sourceOf(choiceOf(input))),
  }),
  /** The log files of the reader: they stay whatever is shown, until they are closed. */
  logs: field<Logs | null>({ initial: null, undo: 'each' }),
  sheet: field<OpenSheet | null>({ initial: null }),
  /** The panel of queries is open. */
  querying: field<boolean>({ initial: false, opened: ({ query }) => query !== null }),
  /** A new note is being written. */
  noting: field<boolean>({ initial: false }),
  /** The page is shown to an audience. */
  presenting: field<boolean>({ initial: false }),

  theme: field<ThemeChoice>({ initial: storedTheme() }),
  /** Null until the editor was opened. */
  draft: field<Draft | null>({ initial: null }),
  problems: field<readonly Problem[]>({ initial: NONE, resetBy: ['choose', 'link', 'undoChoice'] }),
};

export type Chosen = StateOf<typeof FIELDS>;
export type LinkedFields = LinkOf<typeof FIELDS>;
