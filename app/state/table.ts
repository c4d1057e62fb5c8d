/** What a row of the table of fields says, and what follows from the rows: the first state, what undo keeps, what is set back,
 *  what a link holds. The table itself is fields.ts. */
import type { Lens, Problem } from '../../engine/index.ts';
import type { LinkedAnswer } from './answers.ts';
import type { Choice, LeftPanel, LinkInput } from './choice.ts';
import type { Codec, Texts } from './linktext.ts';

/** What sets fields back to their initial values. */
export type Cause =
  /** Something else is shown, from its beginning. */
  | 'choose'
  /** Knobs of the preset on screen are turned. */
  | 'override'
  /** Another branch of the scenario is shown. */
  | 'branch'
  /** The two runs of a comparison change places. */
  | 'swap'
  /** A step of a story needs another run. */
  | 'story'
  | 'link'
  | 'undo'
  /** Undo or redo brings another run back. */
  | 'undoChoice';

/** Where a story is read; `step` counts from 0. */
export interface StoryPlace {
  readonly id: string;
  readonly step: number;
}

/** Fields that decide whether, or how, others are in a link. */
export interface Deciding {
  readonly panel: LeftPanel;
  readonly lens: Lens;
  readonly scope: string;
  readonly querying: boolean;
  readonly story: StoryPlace | null;
  readonly versus: Choice | null;
}

/** Values of an opened link that decide about more than their own field. */
export interface Opened {
  readonly input: LinkInput;
  readonly step: number | null;
  readonly lens: Lens;
  readonly picked: readonly string[];
  readonly query: string | null;
  readonly story: StoryPlace | null;
  readonly answers: readonly LinkedAnswer[];
  readonly versus: LinkInput | null;
  readonly semantics: number | null;
  readonly digest: string | null;
  readonly checkpoints: { readonly steps: number; readonly letters: string } | null;
}

/** One field of the store. */
export interface Row<T> {
  /** Value of a page that was just opened. */
  readonly initial: T;
  /** Whether undo brings it back. Quick changes of a scrubbed field are one step of undo; one that comes along is none by itself. */
  readonly undo?: 'each' | 'scrub' | 'along';
  readonly resetBy?: readonly Cause[];
  /** Its value when a link is opened, undefined to stay as it is. A field without it takes the value of the link. */
  opened?(link: Opened): T | undefined;
}

/** A field that links hold, as a value of type `L`. The order of the table is the order in a link; fields with one key stand
 *  in one text, with a dot between. */
export interface Linked<T, L> extends Row<T> {
  readonly link: Codec<L>;
  /** The value that a link to all of `state` holds. A field without it is in every link. */
  of?(value: T, state: Deciding): L;
}

export type Fields = Readonly<Record<string, Row<unknown> | Linked<unknown, unknown>>>;

/** State of a store with these fields. */
export type StateOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Row<infer T> ? T : never };

/** What links hold of these fields. */
export type LinkOf<F extends Fields> = {
  readonly [K in keyof F as F[K] extends { readonly link: unknown } ? K : never]: F[K] extends {
    readonly link: Codec<infer L>;
  }
    ? L
    : never;
};

export const field = <T>(row: Row<T>): Row<T> => row;
/** A field whose value in a link is that of the store. */
export const linked = <T>(row: Linked<T, T>): Linked<T, T> => row;
/** A field whose value in a link is another. */
export const converted = <T, L>(
  row: Linked<T, L> & Required<Pick<Linked<T, L>, 'of' | 'opened'>>,
): Linked<T, L> => row;

const isLinked = (row: Row<unknown> | Linked<unknown, unknown>): row is Linked<unknown, unknown> =>
  'link' in row;

/** Names of the fields whose row says so. */
export function keysOf<F extends Fields>(fields: F, says: (row: Row<unknown>) => boolean): (keyof F)[] {
  return Object.keys(fields).filter((key) => says(fields[key]!));
}

/** A record made of fields, each given or left out (undefined). */
function collect<F extends Fields>(fields: F, given: (key: keyof F & string) => unknown) {
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value = given(key);
    if (value !== undefined) out[key] = value;
  }
  return out;
}

export function initialOf<F extends Fields>(fields: F): StateOf<F> {
  return collect(fields, (key) => fields[key]!.initial) as StateOf<F>;
}

/** Initial values of the fields that `causes` set back. */
export function resetBy<F extends Fields>(fields: F, ...causes: readonly Cause[]): Partial<StateOf<F>> {
  return collect(fields, (key) => {
    const { initial, resetBy: by } = fields[key]!;
    return by?.some((cause) => causes.includes(cause)) ? initial : undefined;
  }) as Partial<StateOf<F>>;
}

/** What undo brings back. */
export function viewOf<F extends Fields>(fields: F, state: StateOf<F>): Partial<StateOf<F>> {
  return collect(fields, (key) => (fields[key]!.undo ? state[key] : undefined)) as Partial<StateOf<F>>;
}

/** What a link to `state` holds. */
export function linkedOf<F extends Fields>(fields: F, state: StateOf<F> & Deciding): LinkOf<F> {
  return collect(fields, (key) => {
    const row: Row<unknown> | Linked<unknown, unknown> = fields[key]!;
    if (!isLinked(row)) return undefined;
    return row.of ? row.of(state[key], state) : state[key];
  }) as LinkOf<F>;
}

/** What an opened link makes of the fields. */
export function openedBy<F extends Fields>(fields: F, link: LinkOf<F> & Opened): Partial<StateOf<F>> {
  const values: Readonly<Record<string, unknown>> = link;
  return collect(fields, (key) => {
    const row: Row<unknown> | Linked<unknown, unknown> = fields[key]!;
    if (row.opened) return row.opened(link);
    if (isLinked(row)) return values[key];
    return row.resetBy?.includes('link') ? row.initial : undefined;
  }) as Partial<StateOf<F>>;
}

/** The fields as parts of a link. */
export function formatFields<F extends Fields>(
  fields: F,
  link: Readonly<Record<string, unknown>>,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, row] of Object.entries(fields)) {
    const value = link[name];
    if (!isLinked(row) || value === null || value === undefined) continue;
    const { key, absent, always } = row.link;
    const text = value === absent && !always ? null : row.link.format(value);
    if (text !== null) texts.set(key, texts.has(key) ? `${texts.get(key)}.${text}` : text);
  }
  return texts;
}

/** The fields taken out of a link's parts. One that cannot be read counts as absent, with a problem. */
export function takeFields<F extends Fields>(fields: F, texts: Texts, problems: Problem[]): LinkOf<F> {
  const seen = new Set<string>();
  const damaged = new Set<string>();
  const out = collect(fields, (name) => {
    const row: Row<unknown> | Linked<unknown, unknown> = fields[name]!;
    if (!isLinked(row)) return undefined;
    const { key, absent } = row.link;
    const text = texts.get(key);
    seen.add(key);
    const value = text === undefined || damaged.has(key) ? absent : row.link.read(text, problems);
    if (value === undefined) damaged.add(key);
    return value ?? absent;
  });
  for (const key of seen) texts.delete(key);
  return out as LinkOf<F>;
}
