/** Values in a story's prose: `{count madvise.dontneed}` is counted in the run at the step, so no number in a story can be
 *  out of date. An expression is a word and what it needs:
 *  `count QUERY` up to the step, `total QUERY` in the whole run, `time` of the step, `took PHASE`, `page`, `region`, `version src`,
 *  `huge dst`, `rss dst`, `held dst`, `flags dst`, `lost`, `stale`, `waiting`, `tosend`, `memory`, `counter NAME`. */
import { bad, ok, type Result } from '../base/result.ts';
import { hex, PAGE_BYTES, PMD_BYTES, PMD_PAGES, sayBytes, sayTime } from '../base/units.ts';
import { PMD_HUGE } from '../event/pageword.ts';
import type { MemoryState, Side } from '../event/state.ts';
import { sayFlags } from '../event/vmalist.ts';
import { findAll, type StoryLog } from './place.ts';

/** A step of a run, with the state there. */
export interface StoryMoment {
  readonly log: StoryLog;
  readonly step: number;
  readonly state: MemoryState;
  readonly counters: Readonly<Record<string, number>>;
}

type Value = (moment: StoryMoment, rest: string) => Result<string>;

const count = (n: number): string => n.toLocaleString('en');
const unknown = (rest: string, expected: string): Result<never> =>
  bad('invalid', 'value', `{…}: expected ${expected}, got ${JSON.stringify(rest.slice(0, 60))}`);

/** A value of one host's side, `src` or `dst`. */
const ofSide =
  (value: (side: Side) => string): Value =>
  ({ state }, rest) =>
    rest === 'src'
      ? ok(value(state.src))
      : rest === 'dst'
        ? ok(value(state.dst))
        : unknown(rest, 'src or dst');

const plain =
  (value: (moment: StoryMoment) => string): Value =>
  (moment, rest) =>
    rest === '' ? ok(value(moment)) : unknown(rest, 'nothing more');

const pageAt = ({ log, step }: StoryMoment): number => (step === 0 ? 0 : log.columns.page(step - 1));

const VALUES: Readonly<Record<string, Value>> = {
  count: ({ log, step }, query) => {
    const found = findAll(log, query);
    return found.ok ? ok(count(found.value.before(step))) : found;
  },
  total: ({ log }, query) => {
    const found = findAll(log, query);
    return found.ok ? ok(count(found.value.total)) : found;
  },
  time: plain(({ log, step }) => sayTime(step === 0 ? 0 : log.columns.time(step - 1))),
  took: ({ log }, name) => {
    const i = log.phases.findIndex((p) => p.name === name);
    const phase = log.phases[i];
    if (!phase) return unknown(name, `a phase of the run: ${log.phases.map((p) => p.name).join(', ')}`);
    const { columns } = log;
    const end = log.phases[i + 1]?.timeNs ?? columns.time(columns.length - 1);
    return ok(sayTime(end - phase.timeNs));
  },
  page: plain((m) => hex(pageAt(m))),
  region: plain((m) => count(Math.floor(pageAt(m) / PMD_PAGES))),
  memory: plain(({ state }) => sayBytes(state.pages * PAGE_BYTES)),
  pages: plain(({ state }) => count(state.pages)),
  regions: plain(({ state }) => count(state.regions)),
  huge: ofSide((side) => sayBytes(side.huge * PMD_BYTES)),
  rss: ofSide((side) => sayBytes(side.rss * PAGE_BYTES)),
  held: ofSide((side) => sayBytes(heldPages(side) * PAGE_BYTES)),
  split: ofSide((side) => count(side.deferred)),
  flags: ofSide((side) => [...new Set(side.vmas.list.map((v) => sayFlags(v.flags) || 'none'))].join(' | ')),
  lost: plain(({ state }) => count(state.lost)),
  stale: plain(({ state }) => count(state.stale)),
  waiting: plain(({ state }) => count(state.waiting)),
  tosend: plain(({ state }) => count(state.toSend)),
  counter: ({ counters }, name) => {
    const value = counters[name];
    if (value === undefined)
      return unknown(name, `a counter of the run: ${Object.keys(counters).join(', ')}`);
    return ok(/time$|^downtime/.test(name) ? sayTime(value) : count(value));
  },
};

/** Memory that folios hold beyond what is mapped of them, in pages (Z6). */
function heldPages(side: Side): number {
  let pages = 0;
  side.pieces.forEach((n, region) => {
    if (n > 0 && side.pmd[region] !== PMD_HUGE) pages += PMD_PAGES - n;
  });
  return pages;
}

/** The value of an expression, as a reader is told it. */
export function valueAt(moment: StoryMoment, expression: string): Result<string> {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(expression) ?? [];
  const value = Object.hasOwn(VALUES, word) ? VALUES[word] : undefined;
  return value ? value(moment, rest) : unknown(word, `one of ${Object.keys(VALUES).join(', ')}`);
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
