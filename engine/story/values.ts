/** Values in a story's prose: `{count madvise.dontneed}` is counted in the run at the step, so no number in a story can be
 *  out of date. A value is a word and what it needs, or several with ` + ` and ` - ` between them: `{tosend - stale}`.
 *  `count QUERY` up to the step, `total QUERY` in the whole run, `time` of the step, `took PHASE`, `page`, `region`,
 *  `legend dst stale` as the legend of the migration lens counts, `lens lag dst lag0` as that of any lens, `behind` pages by the lens
 *  of version lag, `huge dst`, `rss dst`, `held dst`, `flags dst`, `vmas dst`, `differ` VMAs by the table under Checks, `lost`, `stale`,
 *  `waiting`, `tosend`, `memory`, `counter NAME`, `cost NAME` of an operation, `verdict` of khugepaged on the region of the event,
 *  `crossing soft-dirty kvm-bitmap` of two trackers' costs. Behind `@` stands another place: `start`, `end`, or the last event that a
 *  query finds: `{stale @ guest.stop}`. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import {
  hex,
  PAGE_BYTES,
  PMD_BYTES,
  PMD_ORDER,
  PMD_PAGES,
  sayBytes,
  sayCount,
  sayTime,
} from '../base/units.ts';
import { HOST_DST, HOST_SRC, type Host, PMD_HUGE } from '../event/pageword.ts';
import type { MemoryState, Side } from '../event/state.ts';
import { sayFlags, VM_UFFD_MISSING, VM_UFFD_WP } from '../event/vmalist.ts';
import { COSTS } from '../mm/costs.ts';
import { crossing } from '../sim/curves.ts';
import { CELL_CLASSES, LENSES, type Lens } from '../view/lens.ts';
import { findAll, type StoryLog } from './place.ts';
import { lastVerdict } from './verdict.ts';

/** A step of a run, with the state there. */
export interface StoryMoment {
  readonly log: StoryLog;
  readonly step: number;
  readonly state: MemoryState;
  readonly counters: Readonly<Record<string, number>>;
  /** Pages by class of cells in a lens, as the legend counts them. */
  counts(lens: Lens, host: Host): Uint32Array;
  /** Asks about the moment at `start`, `end` or the last event of a query. */
  elsewhere<T>(place: string, ask: (moment: StoryMoment) => Result<T>): Result<T>;
}

/** A value before it is written: a number with its unit, or words. */
export type Value = string | { readonly n: number; readonly unit: Unit };
type Unit = 'count' | 'bytes' | 'time' | 'page';

type Read = (moment: StoryMoment, rest: string) => Result<Value>;

const SAY: Readonly<Record<Unit, (n: number) => string>> = {
  count: sayCount,
  bytes: sayBytes,
  time: sayTime,
  page: hex,
};

const say = (value: Value): string => (typeof value === 'string' ? value : SAY[value.unit](value.n));
const count = (n: number): Value => ({ n, unit: 'count' });
const bytes = (n: number): Value => ({ n, unit: 'bytes' });
const time = (n: number): Value => ({ n, unit: 'time' });
const unknown = (rest: string, expected: string): Result<never> =>
  bad('invalid', 'value', worded`{…}: expected ${expected}, got ${JSON.stringify(rest.slice(0, 60))}`);

const hostOf = (word: string | undefined): Host | null =>
  word === 'src' ? HOST_SRC : word === 'dst' ? HOST_DST : null;

/** A value of one host's side, `src` or `dst`. */
const ofSide =
  (value: (side: Side) => Value): Read =>
  ({ state }, rest) => {
    const host = hostOf(rest);
    return host === null ? unknown(rest, worded`src or dst`) : ok(value(state.side(host)));
  };

const plain =
  (value: (moment: StoryMoment) => Value): Read =>
  (moment, rest) =>
    rest === '' ? ok(value(moment)) : unknown(rest, worded`nothing more`);

const pageAt = ({ log, step }: Pick<StoryMoment, 'log' | 'step'>): number =>
  step === 0 ? 0 : log.columns.page(step - 1);

const VALUES: Readonly<Record<string, Read>> = {
  count: ({ log, step }, query) => {
    const found = findAll(log, query);
    return found.ok ? ok(count(found.value.before(step))) : found;
  },
  total: ({ log }, query) => {
    const found = findAll(log, query);
    return found.ok ? ok(count(found.value.total)) : found;
  },
  time: plain(({ log, step }) => time(step === 0 ? 0 : log.columns.time(step - 1))),
  took: ({ log }, name) => {
    const i = log.phases.findIndex((p) => p.name === name);
    const phase = log.phases[i];
    if (!phase) return unknown(name, worded`a phase of the run: ${log.phases.map((p) => p.name).join(', ')}`);
    const { columns } = log;
    const end = log.phases[i + 1]?.timeNs ?? columns.time(columns.length - 1);
    return ok(time(end - phase.timeNs));
  },
  page: plain((m) => ({ n: pageAt(m), unit: 'page' })),
  region: plain((m) => count(Math.floor(pageAt(m) / PMD_PAGES))),
  legend: (moment, rest) => lensValue(moment, `migration ${rest}`),
  lens: (moment, rest) => lensValue(moment, rest),
  behind: plain((m) => {
    const counts = m.counts('lag', HOST_DST);
    const behind = CELL_CLASSES.map(({ id }, i) => (/^lag[1-9]/.test(id) ? counts[i]! : 0));
    return count(behind.reduce((sum, n) => sum + n, 0));
  }),
  memory: plain(({ state }) => bytes(state.pages * PAGE_BYTES)),
  pages: plain(({ state }) => count(state.pages)),
  regions: plain(({ state }) => count(state.regions)),
  huge: ofSide((side) => bytes(side.huge * PMD_BYTES)),
  rss: ofSide((side) => bytes(side.rss * PAGE_BYTES)),
  held: ofSide((side) => bytes(heldPages(side) * PAGE_BYTES)),
  split: ofSide((side) => count(side.deferred)),
  flags: ofSide((side) => [...new Set(side.vmas.list.map((v) => sayFlags(v.flags) || 'none'))].join(' | ')),
  vmas: ofSide((side) => count(side.vmas.list.length)),
  differ: plain(({ state }) => count(differing(state, 0))),
  advised: plain(({ state }) => count(differing(state, VM_UFFD_MISSING))),
  lost: plain(({ state }) => count(state.lost)),
  stale: plain(({ state }) => count(state.stale)),
  waiting: plain(({ state }) => count(state.waiting)),
  tosend: plain(({ state }) => count(state.toSend)),
  counter: ({ counters }, name) => {
    const value = counters[name];
    if (value === undefined)
      return unknown(name, worded`a counter of the run: ${Object.keys(counters).join(', ')}`);
    return ok(/time$|^downtime|: (guest|manager)$/.test(name) ? time(value) : count(value));
  },
  cost: (_, name) => {
    const cost = Object.entries(COSTS.measured).find(([known]) => known === name);
    return cost ? ok(time(cost[1])) : unknown(name, worded`an operation with a cost`);
  },
  verdict: plain(
    ({ log, step }) => lastVerdict(log.columns, step, pageAt({ log, step }) >>> PMD_ORDER) ?? 'none',
  ),
  crossing: (_, rest) => {
    const [one = '', other = ''] = rest.split(/\s+/);
    const at = crossing(one, other);
    return at === null ? unknown(rest, worded`two trackers whose costs cross`) : ok(bytes(at));
  },
};

/** Pages of a class in a lens, with those that go under its entry in the legend. */
function lensValue(moment: StoryMoment, rest: string): Result<Value> {
  const [lens, side, id] = rest.split(/\s+/);
  const host = hostOf(side);
  const known = LENSES.find((l) => l === lens);
  if (!known || host === null || !CELL_CLASSES.some((c) => c.id === id))
    return unknown(rest, worded`a lens, src or dst, and a class of its legend`);
  const counts = moment.counts(known, host);
  return ok(count(CELL_CLASSES.reduce((n, c, i) => (c.id === id || c.under === id ? n + counts[i]! : n), 0)));
}

/** VMAs with other flags on the two hosts, `but` for some flags and a tracker's; cut where those of either host begin. */
function differing({ src, dst }: MemoryState, but: number): number {
  const starts = new Set([...src.vmas.list, ...dst.vmas.list].map((v) => v.start));
  return [...starts].filter((p) => ((src.vmas.flagsAt(p) ^ dst.vmas.flagsAt(p)) & ~(but | VM_UFFD_WP)) !== 0)
    .length;
}

/** Memory that folios hold beyond what is mapped of them, in pages (Z6). */
function heldPages(side: Side): number {
  let pages = 0;
  side.pieces.forEach((n, region) => {
    if (n > 0 && side.pmd[region] !== PMD_HUGE) pages += PMD_PAGES - n;
  });
  return pages;
}

function oneOf(moment: StoryMoment, expression: string): Result<Value> {
  const [, what, place] = /^(.*) @ (.*)$/s.exec(expression) ?? [];
  if (what !== undefined) return moment.elsewhere(place!, (there) => oneOf(there, what));
  const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(expression) ?? [];
  const value = Object.hasOwn(VALUES, word) ? VALUES[word] : undefined;
  return value ? value(moment, rest) : unknown(word, worded`one of ${Object.keys(VALUES).join(', ')}`);
}

/** The value of an expression. */
export function evaluate(moment: StoryMoment, expression: string): Result<Value> {
  const [first = '', ...more] = expression.split(/ ([+-]) /);
  let sum = oneOf(moment, first);
  for (let i = 0; i < more.length && sum.ok; i += 2) {
    const next = oneOf(moment, more[i + 1]!);
    if (!next.ok) return next;
    const [a, b] = [sum.value, next.value];
    if (typeof a === 'string' || typeof b === 'string' || a.unit !== b.unit)
      return unknown(expression, worded`values of one unit between + and -`);
    sum = ok({ n: more[i] === '+' ? a.n + b.n : a.n - b.n, unit: a.unit });
  }
  return sum;
}

/** The value of an expression as a reader is told it. */
export function valueAt(moment: StoryMoment, expression: string): Result<string> {
  const value = evaluate(moment, expression);
  return value.ok ? ok(say(value.value)) : value;
}

/** A paragraph with its values filled in; the first that cannot be is the problem. */
export function fillIn(moment: StoryMoment, paragraph: string): Result<string> {
  let problem: Result<string> | null = null;
  const filled = paragraph.replace(/\{([^{}]*)\}/g, (whole, expression: string) => {
    const value = valueAt(moment, expression);
    if (value.ok) return value.value;
    problem ??= value;
    return whole;
  });
  return problem ?? ok(filled);
}
