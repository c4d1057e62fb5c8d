/** What a link holds: inputs and a place, never states. Fields are decoded one by one, so that a bad one fails alone. */
import * as v from 'valibot';
import {
  ACTORS,
  type ActorId,
  AXES,
  type Axis,
  CELL_CLASSES,
  LENSES,
  type Lens,
  LOCKSTEPS,
  type Lockstep,
} from '../../engine/index.ts';
import { NOTES_MAX, type Note, parseNotes } from '../state/notes.ts';
import type { Scope } from '../state/store.ts';

/** Changes when a field changes its meaning; a newer one is refused with its own message. */
export const LINK_VERSION = 1;
/** Longer links are refused unread: the longest that this version writes has under 500 characters. */
export const LINK_MAX = 4096;

const whole = (expected: string, max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,16}$/, `expected ${expected}`),
    v.transform(Number),
    v.check((n) => n <= max, `expected ${expected}, at most ${max}`),
  );

/** Two steps of a run, the first one before the other. */
const stretch = (example: string) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}-\d{1,15}$/, `expected two steps, as ${example}`),
    v.transform((text) => {
      const [from, to] = text.split('-').map(Number) as [number, number];
      return { from, to };
    }),
    v.check(({ from, to }) => from < to, `expected a step and a later one, as ${example}`),
  );

/** Characters of a packed script that a link takes: what a person writes by hand has some hundreds. */
export const SCRIPT_MAX = 2000;

/** What the inspector may tell of instead of a page. */
const INSPECTED = new RegExp(`^(?:region|vma|actor(?:[.](?:${ACTORS.join('|')})(?:[.]\\d)?)?)$`);

/** Keys of a link beside a preset's knobs. */
export const FIELDS = {
  v: whole('a link version as a whole number', Number.MAX_SAFE_INTEGER),
  p: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/, 'expected the id of a preset')),
  t: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the name of a recording that comes with the app'),
  ),
  mm: v.pipe(
    v.string(),
    v.regex(
      new RegExp(`^[A-Za-z0-9_-]{1,${SCRIPT_MAX}}$`),
      `expected a packed script of at most ${SCRIPT_MAX} letters, digits, - and _`,
    ),
  ),
  s: whole('a step as a whole number', Number.MAX_SAFE_INTEGER),
  l: v.picklist(LENSES, `expected one of ${LENSES.join(', ')}`),
  page: v.pipe(
    v.string(),
    v.regex(/^0x[0-9a-f]{1,8}$/, 'expected a page number in hexadecimal, as 0x1a47'),
    v.transform(Number),
    v.check((n) => n < 2 ** 24, 'expected a page below 0x1000000, as no guest here has more than 64 GiB'),
  ),
  f: v.pipe(
    v.string(),
    v.maxLength(200, 'expected classes of the legend, as stale.hole'),
    v.transform((text) => text.split('.')),
    v.check(
      (ids) => ids.every((id) => CELL_CLASSES.some((c) => c.id === id)),
      'expected classes of the legend, as stale.hole',
    ),
  ),
  i: v.pipe(
    v.string(),
    v.regex(INSPECTED, 'expected what the inspector tells of, as region, vma or actor.khugepaged'),
    v.transform((text) => {
      const [scope, name, cpu] = text.split('.') as [Scope, (typeof ACTORS)[number]?, string?];
      return { scope, actor: name ? { actor: ACTORS.indexOf(name), cpu: cpu ? Number(cpu) : null } : null };
    }),
  ),
  q: v.pipe(
    v.string(),
    v.minLength(1, 'expected a query'),
    v.maxLength(300, 'expected a query of at most 300 characters'),
  ),
  x: v.picklist(AXES, `expected one of ${AXES.join(', ')}`),
  w: stretch('1200-1260'),
  r: stretch('1200-1260'),
  st: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9-]{1,40}\.\d{1,3}$/, 'expected a story and its step, as the-mail.4'),
    v.transform((text) => {
      const [id, step] = text.split('.') as [string, string];
      return { id, step: Math.max(0, Number(step) - 1) };
    }),
  ),
  who: v.pipe(
    v.string(),
    v.minLength(1, 'expected a name'),
    v.maxLength(40, 'expected a name of at most 40 letters'),
  ),
  ans: v.pipe(
    v.string(),
    v.regex(
      /^(?:p(?:[0-9a-f]{1,7}(?:\.[0-9a-f]{1,7}){0,15})|r\d{1,6}|o\d|n[^\p{C}]{1,30}|k)$/u,
      'expected an answer, as p1a47.1a48',
    ),
  ),
  vs: v.pipe(
    v.string(),
    v.maxLength(SCRIPT_MAX + 16, 'expected what a link begins with, as p=qemu-as-coded'),
  ),
  by: v.picklist(LOCKSTEPS, `expected one of ${LOCKSTEPS.join(', ')}`),
  vh: v.picklist(['src', 'dst'], 'expected one of src, dst'),
  n: v.pipe(
    v.string(),
    v.maxLength(NOTES_MAX, `expected notes of at most ${NOTES_MAX} characters`),
    v.transform(parseNotes),
    v.custom<readonly Note[]>(
      (notes) => notes !== null,
      'expected notes as STEP~NAME~TEXT, one after the other with | between',
    ),
  ),
  c: v.pipe(
    v.string(),
    v.regex(/^\d{1,15}\.[\w-]{64}$/, 'expected the events of a run and 64 letters of its checkpoints'),
    v.transform((text) => {
      const [steps, letters] = text.split('.') as [string, string];
      return { steps: Number(steps), letters };
    }),
  ),
  sem: whole("the engine's semantics as a whole number", 0xffff),
  d: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'expected a digest of 16 hexadecimal digits')),
} as const;

export type Field = keyof typeof FIELDS;

export type LinkInput =
  | { readonly preset: string; readonly overrides: Readonly<Record<string, string | number | boolean>> }
  | { readonly trace: string }
  | { readonly script: string };

export interface Checkpoints {
  readonly steps: number;
  readonly letters: string;
}

/** Steps `from` to `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Link {
  readonly input: LinkInput;
  readonly step: number | null;
  readonly lens: Lens;
  /** Classes that are picked in the lens's legend; none: all are shown. */
  readonly picked: readonly string[];
  readonly page: number | null;
  /** What the inspector tells of, and whom; null: the first there is. */
  readonly scope: Scope;
  readonly actor: ActorId | null;
  /** Events that are looked for; null while the query panel is closed. */
  readonly query: string | null;
  readonly axis: Axis;
  /** The steps that the timeline shows, when not all. */
  readonly view: Stretch | null;
  /** The steps whose statistics are shown. */
  readonly range: Stretch | null;
  /** The story that is read, and its step from 0. */
  readonly story: { readonly id: string; readonly step: number } | null;
  /** Who does the exercises, and their answer to the step's question. */
  readonly student: string | null;
  readonly answer: string | null;
  /** What it is compared with, how steps go along, and the host that is looked at. */
  readonly versus: LinkInput | null;
  readonly lockstep: Lockstep;
  readonly side: 0 | 1;
  /** Places that somebody named. */
  readonly notes: readonly Note[];
  /** Of the run that was shared: its events, and digests of parts of them. */
  readonly checkpoints: Checkpoints | null;
  readonly semantics: number | null;
  readonly digest: string | null;
}
