/** What a row of event/kinds says about one kind of event. Everything that depends on the kind of an event reads it here. */
import { PMD_PAGES } from '../base/units.ts';
import type { Subject } from './actor.ts';
import type { ArgLimit } from './arg.ts';
import type { Host } from './pageword.ts';
import type { MemoryState } from './state.ts';

/** One event as a reader sees it; columns hold the same in typed arrays. */
export interface EventView {
  readonly kind: number;
  /** First page the event is about. */
  readonly page: number;
  readonly arg: number;
  readonly host: 0 | 1;
  readonly actor: number;
  readonly cpu: number;
  /** Whose memory it is: a guest has vCPUs, a process threads. */
  readonly subject: Subject;
}

/** Changes the state by one event; allocates nothing. */
export type Fold = (s: MemoryState, host: Host, page: number, arg: number) => void;

/** What part of memory the events of a kind are about. */
export const ABOUT = { nothing: 0, page: 1, region: 2, range: 3 } as const;

export interface About {
  readonly scope: (typeof ABOUT)[keyof typeof ABOUT];
  /** Pages from the first one on. */
  readonly pages: (arg: number) => number;
}

export const NOTHING: About = { scope: ABOUT.nothing, pages: () => 0 };
/** The page that the event names. */
export const PAGE: About = { scope: ABOUT.page, pages: () => 1 };
/** The 2 MiB region of the page that the event names. */
export const REGION: About = { scope: ABOUT.region, pages: () => PMD_PAGES };
/** As many pages as `arg` says, from the page that the event names. */
export const range = (pages: (arg: number) => number = (arg) => arg): About => ({
  scope: ABOUT.range,
  pages,
});

/** Pages that a fold goes through which visits all memory of both hosts. */
export const allPages = (_arg: number, pages: number): number => 2 * pages;

/** Where the content version of the pages is: in `arg`, of the event's own host or of the destination that it arrives at; as a
 *  byte in `arg`; always the first; always zeroes; no content is left (zapped). */
export const CONTENT = { none: 0, written: 1, arrives: 2, byte: 3, first: 4, zeroes: 5, gone: 6 } as const;

/** What an event does to a page, as the ledger of a page lists it. */
export type LedgerEntry = 'dirtied' | 'sent' | 'loaded' | 'zapped' | 'filled' | 'collapsed';

/** Lines of /proc/vmstat that count events of a kind. */
export type VmstatLine =
  | 'pgfault'
  | 'thp_fault_alloc'
  | 'thp_fault_fallback'
  | 'thp_collapse_alloc'
  | 'thp_split_pmd';

/** Lines of a frame's costs that count events of a kind. */
export type CostLine =
  | 'pages sent'
  | 'madvise calls'
  | 'huge mappings split'
  | 'userfaults'
  | 'UFFDIO_COPY calls'
  | '2 MiB pages thrown away'
  | 'regions collapsed';

/** Costs that rows name, ns; every profile of mm/costs has them. */
export interface EventCosts {
  readonly madviseFlags: number;
  readonly populatePage: number;
  readonly eptFault: number;
  readonly eptSplit: number;
  readonly eptFix: number;
  readonly syncRegion: number;
  readonly faultHuge: number;
  readonly faultHugeZero: number;
  readonly faultSmall: number;
  readonly faultZero: number;
  readonly cowHuge: number;
  readonly userfault: number;
  readonly userfaultHugeWrite: number;
  readonly dontneedHole: number;
  readonly dontneedSplit: number;
  readonly dontneedSmall: number;
  readonly dontneedHuge: number;
  readonly uffdRegister: number;
  readonly uffdUnregister: number;
  readonly uffdCopy: number;
  readonly uffdZeropage: number;
  readonly khugepagedScan: number;
  readonly collapse: number;
  readonly vmStop: number;
  readonly memcpyPage: number;
}

/** One kind of event. */
export interface KindRow {
  /** The number in logs and files: 0…255, never changed and never used again. */
  readonly number: number;
  /** `area.verb` */
  readonly name: string;
  /** Kernel, KVM or QEMU function; empty where none stands behind it. */
  readonly fn: string;
  /** Rule of FACTS.md. */
  readonly rule: string;
  readonly about: About;
  /** What `page` means where it is not the first page of `about`. */
  readonly page?: string;
  /** What `arg` means; none: it is 0. */
  readonly arg?: string;
  /** Bounds of `arg` beyond the length of `about`. */
  readonly argLimit?: ArgLimit;
  /** `page` is no page of guest memory. */
  readonly placeless?: true;
  /** Pages that must exist before the event is folded, where they are not those of `about`. */
  readonly reach?: About;
  /** Pages that the fold goes through, where that is not the reach: what opening a file costs. `tracks`: folios are tracked. */
  readonly work?: (arg: number, pages: number, tracks: boolean) => number;
  /** The fold starts tracking folios or relies on it. */
  readonly needsFolios?: true;
  readonly content?: Exclude<keyof typeof CONTENT, 'none'>;
  /** Content leaves the source: that of the page, or of `arg` pages. */
  readonly sends?: 'page' | 'range';
  /** A call on VMAs or a walk over tables and bitmaps: nothing happens to the pages, so they stay as old as they are. */
  readonly surveys?: true;
  /** A write or fault: one of the page that the event names, or one of each of its pages. */
  readonly heat?: 'once' | 'each';
  readonly ledger?: LedgerEntry;
  readonly vmstat?: readonly VmstatLine[];
  readonly counter?: CostLine;
  /** ns that the thread is busy with it; a short step where none is given. For drawing only. */
  readonly cost?: (c: EventCosts) => number;
  /** How it changes the state; none: only the count of its kind changes. */
  readonly fold?: Fold;
  /** The call as strace prints it, where the event is a call. */
  readonly call?: (e: EventView) => string;
  /** The sentence that explains it, in English; catalogues of engine/words have those of other languages, by the key. */
  readonly words: (e: EventView) => string;
}

/** Rows by key: the name of a kind in code and in files. */
export type KindRows = Readonly<Record<string, KindRow>>;
