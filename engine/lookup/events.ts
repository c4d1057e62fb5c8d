/** What the events of a log are about, and the events of one page. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { KINDS } from '../event/event.ts';
import { ABOUT } from '../event/kind.ts';
import type { Columns } from '../log/columns.ts';
import { contentOf, hostOfContent } from './content.ts';

const scope = Uint8Array.from(KINDS, ({ about }) => about.scope);
const lengths = KINDS.map(({ about }) => about.pages);

/** What the events of a kind are about, one of ABOUT. */
export const scopeOf = (kind: number): number => scope[kind] ?? ABOUT.nothing;

/** First page that an event of `kind` with this `page` is about, if it is about any. */
export const firstPageOf = (kind: number, page: number): number =>
  scope[kind] === ABOUT.region ? page - (page & (PMD_PAGES - 1)) : page;

/** How many pages from there it is about. */
export const pagesOf = (kind: number, arg: number): number => lengths[kind]?.(arg) ?? 0;

/** Numbers of all events that concern `page`, oldest first: one pass over the log (a `PageIndex` needs less). */
export function eventsOfPage(columns: Columns, page: number): number[] {
  const found: number[] = [];
  readEventsOfPage(columns, page, 0, columns.length, found);
  return found;
}

/** Adds the numbers of the events [from, to) that concern `page` to `found`. */
export function readEventsOfPage(
  columns: Columns,
  page: number,
  from: number,
  to: number,
  found: number[],
): void {
  const region = page >>> PMD_ORDER;
  for (const { chunk, base, first: start, last } of columns.spans(from, to)) {
    for (let i = start; i < last; i++) {
      const first = chunk.page[i]!;
      // Most events are about another region and start above the page: one comparison is enough for them.
      if (first > page && first >>> PMD_ORDER !== region) continue;
      const s = scope[chunk.kind[i]!]!;
      if (
        s === 1
          ? first !== page
          : s === 2
            ? first >>> PMD_ORDER !== region
            : s === 0 || page < first || page >= first + lengths[chunk.kind[i]!]!(chunk.arg[i]!)
      )
        continue;
      found.push(base + i);
    }
  }
}

/** Content versions of a page by host after `events`: what its last write, load, copy or zap left. */
export function versionsAfter(columns: Columns, events: readonly number[]): [src: number, dst: number] {
  const v: [number, number] = [0, 0];
  for (const n of events) applyVersion(columns, n, v);
  return v;
}

/** What event `n` of a page does to its versions. */
export function applyVersion(columns: Columns, n: number, v: [src: number, dst: number]): void {
  const kind = columns.kind(n);
  const left = contentOf(kind, columns.arg(n));
  if (left !== null) v[hostOfContent(kind, hostOf(columns.who(n)))] = left;
}
