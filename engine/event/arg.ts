/** Formats of an event's `arg` which hold more than one number, and the limits of those whose value is an index or a page. */
import { later, type Message, worded } from '../base/language.ts';
import { PHASES } from './actor.ts';
import { VMA_CHANGES } from './vmalist.ts';

/** Content versions use 30 bits; this bit marks a copy that is older than the source's content. */
export const OLD_COPY = 0x80000000;
/** This bit marks a copy that a later one, already under way, will replace. */
export const MORE_COMING = 0x40000000;
export const versionOf = (arg: number): number => arg & 0x3fffffff;

/** In MMAP: the VMA is a copy of another's part and merges with no neighbour. */
export const MMAP_APART = 0x80000000;
/** In ACCESSED: for writing. */
export const ACCESSED_WRITE = 0x80000000;
/** In FILE_MAP and FILE_MAP_PMD: by a write. */
export const FILE_WRITE = 0x80000000;
/** Pages below one of these bits. */
export const mappedPages = (arg: number): number => arg & 0x7fffffff;

/** FILL: the byte in bits 0-7, pages - 1 above. */
export const filledPages = (arg: number): number => (arg >>> 8) + 1;
/** FAULT_MTHP: the order of the folio. */
export const folioPages = (order: number): number => 1 << order;
/** PTE_MOVE: the old page in bits 0-23, pages - 1 above. */
export const movedFrom = (arg: number): number => arg & 0xffffff;
export const movedPages = (arg: number): number => (arg >>> 24) + 1;

/** COPY_REFUSED: pages in bits 0-23, errno above. */
export const refusal = (errno: number, n: number): number => (errno << 24) | n;
export const refusedPages = (arg: number): number => arg & 0xffffff;
export const refusedErrno = (arg: number): number => arg >>> 24;
/** In LAZY_FORK: the child has a userfaultfd of its own. */
export const CHILD_SERVED = 0x80000000;

/** UFFD_EVENT: messages of userfaultfd other than page faults. */
export const UFFD_EVENTS = ['fork', 'remap', 'remove', 'unmap'] as const;
/** SIGNAL. */
export const SIGBUS = 7;
export const SIGSEGV = 11;

/** The largest folio that one fault maps is 2^9 pages. */
const MAX_ORDER = 9;

/** Bounds of an `arg` that is used as an index or as a page. */
export interface ArgLimit {
  readonly expected: (pages: number) => string;
  /** The number in `arg` that is bounded. */
  readonly value: (arg: number) => number;
  /** Largest allowed value in a guest of `pages` pages. */
  readonly max: (pages: number) => number;
}

const below = (what: Message, end: number, value = (arg: number): number => arg): ArgLimit => ({
  expected: () => worded`${what} below ${end}`,
  value,
  max: () => end - 1,
});
const pageLimit = (value: (arg: number) => number): ArgLimit => ({
  expected: (pages) => worded`old pages below ${pages}`,
  value,
  max: (pages) => pages - 1,
});

export const PHASE_INDEX = below(later`a phase`, PHASES.length);
export const VMA_CHANGE = below(later`a change of flags`, VMA_CHANGES.length, (arg) => arg >>> 24);
export const FOLIO_ORDER: ArgLimit = {
  expected: () => worded`an order up to ${MAX_ORDER}`,
  value: (arg) => arg,
  max: () => MAX_ORDER,
};
export const OLD_PAGES = pageLimit((arg) => movedFrom(arg) + movedPages(arg) - 1);
export const OLD_REGION = pageLimit((arg) => arg);
