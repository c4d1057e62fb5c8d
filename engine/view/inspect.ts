/** What the inspector says of one page at one step: both hosts side by side, what the next touch would do, its story. */
import { inLanguage, type Words } from '../base/language.ts';
import { PMD_ORDER } from '../base/units.ts';
import {
  bitNames,
  EPT,
  EPT_4K,
  EPT_WRITE,
  type Host,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PRESENT,
  pmdName,
  WRITE,
  ZERO,
} from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import { VM_HUGEPAGE, VM_UFFD_MISSING } from '../event/vmalist.ts';
import type { Columns } from '../log/columns.ts';
import { describe } from '../log/describe.ts';
import { versionsAfter } from '../lookup/events.ts';

const HISTORY = 200;

export interface PageSide {
  readonly bits: readonly string[];
  readonly pmd: string;
  /** Mapped pieces of the region's 2 MiB folio, 0 when there is none. */
  readonly pieces: number;
  readonly ept: string;
  readonly version: number;
}

export interface Inspection {
  readonly page: number;
  readonly src: PageSide;
  readonly dst: PageSide;
  /** What the next touch on the destination would do. */
  readonly next: string;
  /** Newest last, at most 200: step numbers after which the event had happened. */
  readonly history: readonly { readonly step: number; readonly words: string }[];
}

/** `ofPage` are all events of the page in the log (`eventsOfPage`). */
export function inspectPage(
  state: MemoryState,
  columns: Columns,
  page: number,
  step: number,
  ofPage: readonly number[],
): Inspection {
  const later = ofPage.findIndex((n) => n >= step);
  const events = later < 0 ? ofPage : ofPage.slice(0, later);
  const versions = versionsAfter(columns, events);
  return {
    page,
    src: side(state, 0, page, versions[0]),
    dst: side(state, 1, page, versions[1]),
    next: nextTouch(state, page),
    history: events.slice(-HISTORY).map((n) => ({ step: n + 1, words: describe(columns, n) })),
  };
}

function side(state: MemoryState, host: Host, page: number, version: number): PageSide {
  const s = state.side(host);
  const w = s.words[page]!;
  const region = page >>> PMD_ORDER;
  return {
    bits: bitNames(w, host),
    pmd: pmdName(s.pmd[region]!),
    pieces: s.pieces[region]!,
    ept: !(w & EPT)
      ? touchWords().noLeaf
      : touchWords().leaf(w & EPT_4K ? '4 KiB' : '2 MiB', (w & EPT_WRITE) !== 0),
    version,
  };
}

const TOUCHES = {
  none: 'no fault: it is mapped and writable',
  zero: 'reads zeroes; a write allocates 4 KiB, without a userfault',
  hugeZero: 'reads zeroes; a write allocates 2 MiB, without a userfault',
  write: 'a write faults, a read does not',
  userfault: 'userfault: the thread sleeps until the page arrives',
  userfaultHuge:
    'userfault: the thread sleeps until the page arrives; a write allocates 2 MiB first and throws it away',
  huge: 'a write maps a zeroed 2 MiB page, a read maps the huge zero page',
  small: 'maps a zeroed 4 KiB page: the hole is not registered',
  noLeaf: 'not mapped',
  /** An EPT leaf: its size and whether it may be written. */
  leaf: (size: string, writable: boolean) => (writable ? `${size}, writable` : `${size}, write-protected`),
};
export type TouchWords = Words<typeof TOUCHES>;
const touchWords = (): TouchWords => inLanguage('touches', TOUCHES);

/** In words: what a touch of the page on the destination would do now. */
function nextTouch(state: MemoryState, page: number): string {
  const words = touchWords();
  const { dst } = state;
  const w = dst.words[page]!;
  const pmd = dst.pmd[page >>> PMD_ORDER];
  if (w & PRESENT) {
    if (w & WRITE) return words.none;
    if (w & ZERO) return pmd === PMD_HUGE_ZERO ? words.hugeZero : words.zero;
    return words.write;
  }
  const flags = dst.vmas.flagsAt(page);
  if (flags & VM_UFFD_MISSING)
    return pmd === PMD_NONE && flags & VM_HUGEPAGE ? words.userfaultHuge : words.userfault;
  if (pmd === PMD_NONE && flags & VM_HUGEPAGE) return words.huge;
  return words.small;
}
