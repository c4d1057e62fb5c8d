/** Looking things up in the log: the story of one page. */

import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { actorOf, cpuOf, hostOf } from '../event/actor.ts';
import { type EventView, filledPages, K, KINDS, mappedPages } from '../event/event.ts';
import { changedPages } from '../event/vmalist.ts';
import { CHUNK, CHUNK_SHIFT, type Columns } from '../log/columns.ts';
import { contentOf, hostOfContent } from './content.ts';

/** Event `n` as a reader sees it. */
export function eventAt(columns: Columns, n: number): EventView {
  const w = columns.who(n);
  return {
    kind: columns.kind(n),
    page: columns.page(n),
    arg: columns.arg(n),
    host: hostOf(w),
    actor: actorOf(w),
    cpu: cpuOf(w),
    ...(columns.hosts ? { hosts: columns.hosts } : {}),
  };
}

/** Kinds whose event is about every page of its region, of `arg` pages from `page`, or about `page` alone. */
const REGION = new Set([
  K.FAULT_HUGE,
  K.FAULT_HUGE_ZERO,
  K.COW_HUGE,
  K.PMD_SPLIT,
  K.ZAP_PMD,
  K.COLLAPSE,
  K.EPT_SPLIT,
  K.KH_SCAN,
  K.OBSERVED,
  K.FOLIO_FREE,
  K.PTE_ALLOC,
  K.PMD_MOVE,
  K.EPT_RECOVER,
  K.THP_FALLBACK,
]);
const RANGE = new Set([
  K.MMAP,
  K.HUGEPAGE,
  K.NOHUGEPAGE,
  K.POPULATE,
  K.DONTNEED,
  K.ZAP,
  K.REGISTER,
  K.UNREGISTER,
  K.LOG_START,
  K.EPT_ZAP,
  K.FILL,
  K.VMA_FLAGS,
  K.MUNMAP,
  K.FAULT_MTHP,
  K.WRPROTECT,
  K.MKWRITE,
  K.FREE,
  K.LAZYFREE,
  K.COLD,
  K.ZERO_REMAP,
  K.UFFD_WP_ON,
  K.WP_MARK,
  K.UFFD_WP_OFF,
  K.GUARD,
  K.MARKER_CLEAR,
  K.PTE_MOVE,
  K.ACCESSED,
  K.LOG_HARVEST,
  K.LOG_STOP,
  K.RESEND,
  K.TLB_FLUSH,
  K.SOFT_CLEAR,
  K.SOFT_DIRTY,
  K.PAGEMAP_READ,
  K.SPLICE,
  K.IMAGE_WRITE,
  K.IMAGE_STORED,
  K.IMAGE_HOLE,
  K.IMAGE_LAZY,
  K.MREMAP_VMA,
  K.LAZY_FETCH,
  K.SERVE,
  K.COPY_RANGE,
  K.COPY_REFUSED,
  K.LAZY_DROP,
  K.LOG_CLEAR,
  K.LOG_CLEARED,
  K.LOG_ONES,
  K.LOG_GET,
  K.LOG_PROTECT,
  K.HARVEST,
  K.PAGEMAP_SCAN,
  K.TRACK_START,
]);
/** Pages of a range's event where `arg` is more than their number. */
const LENGTH: ((arg: number) => number)[] = KINDS.map(() => (arg) => arg);
LENGTH[K.FILL] = filledPages;
LENGTH[K.MMAP] = mappedPages;
LENGTH[K.ACCESSED] = mappedPages;
LENGTH[K.VMA_FLAGS] = changedPages;
LENGTH[K.FAULT_MTHP] = (order) => 1 << order;
LENGTH[K.PTE_MOVE] = (arg) => (arg >>> 24) + 1;
// The errno above the pages (`refusal` in event/spec/criu).
LENGTH[K.COPY_REFUSED] = (arg) => arg & 0xffffff;
const lengthOf = (kind: number, arg: number): number => LENGTH[kind]!(arg);
const PAGE = new Set([
  K.WRITE,
  K.READ,
  K.EPT_MAP,
  K.LOG_DIRTY,
  K.FAULT_SMALL,
  K.FAULT_ZERO,
  K.COW_SMALL,
  K.THP_THROWN,
  K.UFFD_FAULT,
  K.UFFD_READ,
  K.COPY,
  K.ZEROPAGE,
  K.EEXIST,
  K.WAKE,
  K.REQUEST,
  K.SRC_REQUEST,
  K.LOST,
  K.SEND,
  K.LOAD,
  K.COW_COPY,
  K.COW_REUSE,
  K.FOLIO_SPLIT,
  K.POISON,
  K.SIGNAL,
  K.SEND_ZERO,
  K.LOAD_ZERO,
  K.UNREQUEST,
  K.RESTORE_PAGE,
  K.WP_DIRTY,
  K.ASYNC_PF,
]);

/** What the events of a kind are about: nothing in memory, their page, its region, or a range from it. */
export const ABOUT = { nothing: 0, page: 1, region: 2, range: 3 } as const;
const scope = Uint8Array.from(KINDS, (_, k) =>
  PAGE.has(k) ? ABOUT.page : REGION.has(k) ? ABOUT.region : RANGE.has(k) ? ABOUT.range : ABOUT.nothing,
);
export const scopeOf = (kind: number): number => scope[kind] ?? ABOUT.nothing;

/** First page that an event of `kind` with this `page` is about, if it is about any. */
export const firstPageOf = (kind: number, page: number): number =>
  scope[kind] === ABOUT.region ? page - (page & (PMD_PAGES - 1)) : page;

/** How many pages from there it is about. */
export function pagesOf(kind: number, arg: number): number {
  const s = scopeOf(kind);
  return s === ABOUT.range ? lengthOf(kind, arg) : s === ABOUT.page ? 1 : s === ABOUT.region ? PMD_PAGES : 0;
}

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
  while (from < to) {
    const chunk = columns.chunks[from >>> CHUNK_SHIFT]!;
    const base = from - (from & (CHUNK - 1));
    const end = Math.min(CHUNK, to - base);
    for (let i = from - base; i < end; i++) {
      const first = chunk.page[i]!;
      // Most events are about another region and start above the page: one comparison is enough for them.
      if (first > page && first >>> PMD_ORDER !== region) continue;
      const s = scope[chunk.kind[i]!]!;
      if (
        s === 1
          ? first !== page
          : s === 2
            ? first >>> PMD_ORDER !== region
            : s === 0 || page < first || page >= first + lengthOf(chunk.kind[i]!, chunk.arg[i]!)
      )
        continue;
      found.push(base + i);
    }
    from = base + end;
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
