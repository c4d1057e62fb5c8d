/** What the user chose: nothing here was made by the engine. Painters subscribe, React reads by selector. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ActorId, Axis, Lens, Lockstep, Problem, QuestionId } from '../../engine/index.ts';
import type { Window } from '../timeline/scale.ts';
import { keptTheme, type ThemeChoice } from '../ui/choice.ts';
import type { Note } from './notes.ts';

export type Overrides = Readonly<Record<string, string | number | boolean>>;

/** What is shown: a preset with knobs turned, a script as app/ui/pack.ts packs it (links hold it so), a shipped recording
 *  by name, or a file the user opened: a recording, or a run that was saved as a timeline file. */
export type Choice =
  | { readonly kind: 'preset'; readonly preset: string; readonly overrides: Overrides }
  | { readonly kind: 'script'; readonly packed: string }
  | { readonly kind: 'trace'; readonly trace: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string; readonly opened: number }
  | { readonly kind: 'timeline'; readonly name: string; readonly file: Blob; readonly opened: number };

/** Where timelines come from; the left panel shows one of them. */
export type Source = 'story' | 'scenario' | 'script' | 'recording';

export function sourceOf(choice: Choice): Source {
  if (choice.kind === 'preset') return 'scenario';
  return choice.kind === 'script' ? 'script' : 'recording';
}

/** The text in the editor, and the script it was run as or came from: edits leave that as it was. */
export interface Draft {
  readonly text: string;
  readonly packed: string | null;
}

/** Where the next run starts: a link's step, the beginning, or the same place in the same phase. */
export type Arrival =
  | { readonly at: 'start' }
  | { readonly at: 'step'; readonly step: number }
  | { readonly at: 'phase'; readonly phase: string; readonly part: number };

/** Where running stops: at events that a query finds, or (null) where a hazard begins. A watchpoint is a query, too. */
export interface Break {
  readonly query: string | null;
  readonly on: boolean;
}

/** What the inspector tells of: the page looked at, its region, its VMA, or somebody who acts. */
export type Scope = 'page' | 'region' | 'vma' | 'actor';

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

export interface Chosen {
  readonly choice: Choice;
  /** What the left panel shows: not always the source of what is on screen. */
  readonly panel: Source;
  /** The story that is read, and how far; null for none. */
  readonly story: { readonly id: string; readonly step: number } | null;
  /** Who does the exercises, and the answer to the step's question that a link came with or that was given; null for none. */
  readonly student: string | null;
  readonly answer: string | null;
  /** Null until the editor was opened. */
  readonly draft: Draft | null;
  readonly arrival: Arrival;
  readonly step: number;
  readonly playing: boolean;
  /** Id of one of the speeds of app/run/player.ts. */
  readonly speed: string;
  readonly lens: Lens;
  /** Ids of the classes that a reader picked in the legend, by lens; without any, or with none, all are shown. */
  readonly picked: Readonly<Partial<Record<Lens, readonly string[]>>>;
  readonly page: number | null;
  readonly hover: number | null;
  readonly scope: Scope;
  /** Whom the inspector tells of; null: the first there is. */
  readonly actor: ActorId | null;
  readonly asked: Asked | null;
  readonly axis: Axis;
  /** Part of the run that the timeline shows; null for all of it. */
  readonly view: Window | null;
  /** Part of the run whose statistics are shown; null for none. */
  readonly range: Window | null;
  /** Actor (number in ACTORS) whose lane is picked: steps by actor are its own. Null: those of the current event. */
  readonly lane: number | null;
  /** Asked what to do differently from the step on screen on. */
  readonly branching: boolean;
  /** The page is shown to an audience. */
  readonly presenting: boolean;
  readonly theme: ThemeChoice;
  /** Whether the sheet of exports is open. */
  readonly exporting: boolean;
  /** Whether the query panel is open, and the query that it shows: null until one was run. */
  readonly querying: boolean;
  readonly query: string | null;
  readonly breaks: readonly Break[];
  /** What the run on screen is compared with, null for nothing; how its steps go along, and which host is looked at. */
  readonly versus: Choice | null;
  readonly lockstep: Lockstep;
  readonly side: 0 | 1;
  /** What the opened link said about the run it was made from. */
  readonly shared: {
    readonly semantics: number | null;
    readonly digest: string | null;
    readonly checkpoints: { readonly steps: number; readonly letters: string } | null;
  } | null;
  /** Places of the run that somebody named, by step. */
  readonly notes: readonly Note[];
  /** A new note is being written. */
  readonly noting: boolean;
  readonly problems: readonly Problem[];
}

export const FIRST_PRESET = 'qemu-as-mailed';

export const store = createStore<Chosen>()(() => ({
  choice: { kind: 'preset', preset: FIRST_PRESET, overrides: {} },
  panel: 'scenario',
  story: null,
  student: null,
  answer: null,
  draft: null,
  arrival: { at: 'start' },
  step: 0,
  playing: false,
  speed: '1',
  lens: 'migration',
  picked: {},
  page: null,
  hover: null,
  scope: 'page',
  actor: null,
  asked: null,
  axis: 'phases',
  view: null,
  range: null,
  lane: null,
  branching: false,
  presenting: false,
  theme: keptTheme(),
  exporting: false,
  querying: false,
  query: null,
  breaks: [],
  versus: null,
  lockstep: 'phases',
  side: 1,
  shared: null,
  notes: [],
  noting: false,
  problems: [],
}));

export type Store = typeof store;

export function useChosen<T>(select: (s: Chosen) => T): T {
  return useStore(store, select);
}
