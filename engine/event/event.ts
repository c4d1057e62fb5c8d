/** The vocabulary. A timeline is a log of these events, and state changes only by them (`fold`).
 *  Each kind has a number here, and is told in one place below spec/: its name, the kernel or QEMU function it stands for, the
 *  rule of FACTS it follows, the call as strace would print it, and the sentence that explains it. Formats of `arg` stand
 *  beside each kind. */

/** One event as a reader sees it; columns hold the same in typed arrays. */
export interface EventView {
  readonly kind: number;
  /** First page the event is about. */
  readonly page: number;
  readonly arg: number;
  readonly host: 0 | 1;
  readonly actor: number;
  readonly cpu: number;
  /** Names of the two address spaces, when they are not a migration's. */
  readonly hosts?: readonly [string, string];
}

export interface KindSpec {
  /** `area.verb` */
  readonly name: string;
  /** Kernel, KVM or QEMU function. */
  readonly fn: string;
  /** Rule of FACTS.md. */
  readonly rule: string;
  /** The call as strace would print it, where the event is a call. */
  readonly call?: (e: EventView) => string;
  readonly words: (e: EventView) => string;
}

/** Content versions in `arg` use 30 bits; this bit says the copy is older than the source's content. */
export const OLD_COPY = 0x80000000;
/** And this one that a later copy of the page is already under way. */
export const MORE_COMING = 0x40000000;
/** In the `arg` of MMAP: the VMA is a copy of another's part and merges with no neighbour. */
export const MMAP_APART = 0x80000000;
/** Pages of a FILL. */
export const filledPages = (arg: number): number => (arg >>> 8) + 1;
/** In the `arg` of ACCESSED: for writing. */
export const ACCESSED_WRITE = 0x80000000;
/** In the `arg` of FILE_MAP and FILE_MAP_PMD: by a write. */
export const FILE_WRITE = 0x80000000;
export const mappedPages = (arg: number): number => arg & 0x7fffffff;
export const versionOf = (arg: number): number => arg & 0x3fffffff;

/** Messages of userfaultfd that are not page faults. */
export const UFFD_EVENTS = ['fork', 'remap', 'remove', 'unmap'] as const;
export const SIGBUS = 7;
export const SIGSEGV = 11;

/** Keys of the kinds by who loads them. Their order is part of the log format: append only, at the end of the last list. */
const MIGRATION =
  'PHASE MMAP HUGEPAGE NOHUGEPAGE POPULATE WRITE READ VM_STOP VM_RUN EPT_MAP EPT_SPLIT EPT_ZAP LOG_START LOG_DIRTY SYNC LOG_HARVEST FAULT_HUGE FAULT_HUGE_ZERO FAULT_SMALL FAULT_ZERO COW_SMALL COW_HUGE THP_THROWN PMD_SPLIT DONTNEED ZAP ZAP_PMD FOLIO_DEFERRED FOLIO_FREE UFFD_OPEN REGISTER UNREGISTER UFFD_FAULT UFFD_READ COPY ZEROPAGE EEXIST WAKE REQUEST SRC_REQUEST KH_WAKE KH_SCAN COLLAPSE OBSERVED LOST ROUND_BEGIN ROUND_END SEND DELIVER LOAD DISCARD_SEND DISCARD_RECV ADVISE LISTEN PACKAGE POSTCOPY_END ABORT OP OP_RETURN FILL VMA_FLAGS MUNMAP VMA_COPY ANON_VMA ANON_UNLINK PTE_ALLOC FAULT_MTHP COW_COPY COW_REUSE WRPROTECT MKWRITE FREE LAZYFREE COLD FOLIO_SPLIT ZERO_REMAP UFFD_WP_ON WP_MARK UFFD_WP_OFF POISON GUARD MARKER_CLEAR PTE_MOVE PMD_MOVE FORK EXIT SIGNAL UFFD_EVENT UFFD_CLOSE THP_DISABLE ACCESSED PAGEOUT SWAPBACKED MMAP_SHARED SHMEM_ADD FILE_MAP FILE_MAP_PMD FILE_MKWRITE CACHE_DROP FILE_SPLIT FILE_COLLAPSE';
const QEMU =
  'SEND_ZERO LOAD_ZERO THROTTLE MIG_STATE ESTIMATE SECTION_END DEVICE LOG_STOP EPT_RECOVER MADVISEV TLB_FLUSH RESEND UNREQUEST RECV_BITMAP RETRANSMIT INCOMING_EXIT';
const TRACKING =
  'LOG_CLEAR PML_FLUSH RING_FULL RING_RESET SOFT_CLEAR SOFT_DIRTY PAGEMAP_READ PAGEMAP_SCAN WP_DIRTY LOG_PROTECT LOG_ONES LOG_GET LOG_CLEARED HARVEST TRACK_START TRACK_TAKE ASYNC_PF';
const CRIU =
  'FREEZE THAW PARASITE SPLICE IMAGE_WRITE IMAGE_STORED IMAGE_HOLE IMAGE_LAZY RESTORE_PAGE MREMAP_VMA LAZY_FETCH SERVE COPY_RANGE COPY_REFUSED LAZY_DROP LAZY_FORK';
const INJECTED = 'INJECT THP_FALLBACK DIED';

type Keys<S extends string, Found extends string = never> = S extends `${infer First} ${infer Rest}`
  ? Keys<Rest, Found | First>
  : Found | S;
export type KindKey = Keys<typeof MIGRATION | typeof QEMU | typeof TRACKING | typeof CRIU | typeof INJECTED>;
export type Specs = { readonly [P in KindKey]?: KindSpec };

const KEYS = [MIGRATION, QEMU, TRACKING, CRIU, INJECTED].join(' ').split(' ') as KindKey[];

/** Kind numbers by key. */
export const K = Object.fromEntries(KEYS.map((key, i) => [key, i])) as { readonly [P in KindKey]: number };

/** What each kind says, by number. Kinds that are loaded later go by their key until then. */
export const KINDS: KindSpec[] = KEYS.map((key) => ({ name: key, fn: '', rule: '', words: () => key }));

/** Tells kinds; each file of spec/ does it once, when it is loaded. */
export function addKinds(specs: Specs): void {
  for (const key of Object.keys(specs) as KindKey[]) KINDS[K[key]] = specs[key]!;
}
