/** What part of memory the fold of an event reaches. Events of a file are held against this before they are folded: a page
 *  that is not there, or a range without end, must not come near the state. */
import { PMD_PAGES } from '../../base/units.ts';
import { PHASES } from '../../event/actor.ts';
import { K, KINDS, mappedPages } from '../../event/event.ts';
import { VMA_CHANGES } from '../../event/vmalist.ts';
import { ABOUT, pagesOf, scopeOf } from '../../lookup/events.ts';
import { MAX_ORDER } from '../../mm/system.ts';

const byKey: Readonly<Record<string, number | undefined>> = K;
const kinds = (keys: string): number[] => keys.split(' ').flatMap((key) => byKey[key] ?? []);

/** How the fold of a kind finds its pages: by what a reader looks for, where nothing else is said. */
const NOTHING = 0;
const PAGE = 1;
const REGION = 2;
const RANGE = 3;
/** `arg` pages. */
const PLAIN = 4;
const MAPPED = 5;
const how = Uint8Array.from(KINDS, (_, kind) => {
  const scope = scopeOf(kind);
  return scope === ABOUT.page
    ? PAGE
    : scope === ABOUT.region
      ? REGION
      : scope === ABOUT.range
        ? RANGE
        : NOTHING;
});
const say = (as: number, keys: string) => {
  for (const kind of kinds(keys)) how[kind] = as;
};
say(PAGE, 'SHMEM_ADD FILE_MKWRITE FILE_SPLIT SWAPBACKED ANON_VMA ANON_UNLINK VMA_COPY');
say(PAGE, 'SEND_ZERO LOAD_ZERO UNREQUEST');
say(REGION, 'FILE_MAP_PMD FILE_COLLAPSE EPT_RECOVER');
say(PLAIN, 'LOG_HARVEST MMAP_SHARED CACHE_DROP RESEND');
say(MAPPED, 'FILE_MAP');
// What a script asks for may lie beyond all memory: these change nothing there.
say(NOTHING, 'SIGNAL MUNMAP');

const marked = (keys: string): Uint8Array => {
  const marks = new Uint8Array(KINDS.length);
  for (const kind of kinds(keys)) marks[kind] = 1;
  return marks;
};
/** Kinds whose `arg` is more than a number of pages. */
const special = marked('PHASE VMA_FLAGS FAULT_MTHP PTE_MOVE PMD_MOVE');
/** Kinds that go through all pages, wherever they are. */
const everywhere = marked('FORK EXIT UFFD_CLOSE LOG_STOP INCOMING_EXIT');
/** Kinds with which folios are told one by one. */
const tracked = marked(
  'FORK PTE_MOVE PMD_MOVE MMAP_SHARED SHMEM_ADD FILE_MAP FILE_MAP_PMD CACHE_DROP FILE_SPLIT FILE_COLLAPSE',
);

/** Folios must be tracked for an event of this kind. */
export const needsFolios = (kind: number): boolean => tracked[kind] === 1;

/** Pages from the first on. */
function reach(kind: number, arg: number): number {
  switch (how[kind]) {
    case PAGE:
      return 1;
    case REGION:
      return PMD_PAGES;
    case RANGE:
      return pagesOf(kind, arg);
    case PLAIN:
      return arg;
    case MAPPED:
      return mappedPages(arg);
    default:
      return 0;
  }
}

export interface WrongPlace {
  readonly field: 'page' | 'arg';
  readonly message: string;
}

/** Which field of an event makes no sense in a guest of `pages` pages, and why; null when all do. */
export function wrongPlace(kind: number, page: number, arg: number, pages: number): WrongPlace | null {
  if (special[kind]) {
    const wrong = wrongArg(kind, arg, pages);
    if (wrong) return wrong;
  }
  if (how[kind] === NOTHING) return null;
  if (page >= pages) return { field: 'page', message: `expected a page below ${pages}, got ${page}` };
  // A region may be cut short by the end of memory.
  if (how[kind] === REGION) return null;
  const n = reach(kind, arg);
  return n > pages - page ? wrong(`at most ${pages - page} pages from ${page}`, n) : null;
}

function wrongArg(kind: number, arg: number, pages: number): WrongPlace | null {
  if (kind === K.PHASE && arg >= PHASES.length) return wrong(`a phase below ${PHASES.length}`, arg);
  if (kind === K.VMA_FLAGS && arg >>> 24 >= VMA_CHANGES.length)
    return wrong(`a change of flags below ${VMA_CHANGES.length}`, arg >>> 24);
  if (kind === K.FAULT_MTHP && arg > MAX_ORDER) return wrong(`an order up to ${MAX_ORDER}`, arg);
  const end = kind === K.PTE_MOVE ? (arg & 0xffffff) + pagesOf(kind, arg) : kind === K.PMD_MOVE ? arg + 1 : 0;
  return end > pages ? wrong(`old pages below ${pages}`, end - 1) : null;
}

const wrong = (expected: string, got: number): WrongPlace => ({
  field: 'arg',
  message: `expected ${expected}, got ${got}`,
});

/** Pages that the fold of an event goes through, about: what opening a file costs. */
export function workOf(kind: number, arg: number, pages: number, tracks: boolean): number {
  if (everywhere[kind]) return 2 * pages;
  if (kind === K.FOLIO_SPLIT) return tracks ? 2 * pages : PMD_PAGES;
  if (kind === K.MUNMAP) return Math.ceil(arg / PMD_PAGES);
  return reach(kind, arg);
}
