/** The operations of a `.mm` script, as plain data: what a parsed line says, with every default filled in.
 *  Sizes and offsets are bytes as they were written: the kernel's own rules of alignment are the runner's business. */

/** Advices of madvise(2), without `MADV_`. */
export const ADVICES = [
  'NORMAL',
  'RANDOM',
  'SEQUENTIAL',
  'WILLNEED',
  'DONTNEED',
  'DONTNEED_LOCKED',
  'FREE',
  'COLD',
  'PAGEOUT',
  'REMOVE',
  'COLLAPSE',
  'HUGEPAGE',
  'NOHUGEPAGE',
  'POPULATE_READ',
  'POPULATE_WRITE',
  'DONTFORK',
  'DOFORK',
  'WIPEONFORK',
  'KEEPONFORK',
  'DONTDUMP',
  'DODUMP',
  'MERGEABLE',
  'UNMERGEABLE',
  /** Proposed in May 2017 and never merged: in era 2017 only. */
  'CLR_HUGEPAGE',
  'GUARD_INSTALL',
  'GUARD_REMOVE',
] as const;
export type Advice = (typeof ADVICES)[number];

/** UFFD_FEATURE_*, and UFFD_USER_MODE_ONLY, which is a flag of userfaultfd(2). */
export const UFFD_FEATURES = [
  'event_fork',
  'event_remap',
  'event_remove',
  'event_unmap',
  'sigbus',
  'thread_id',
  'exact_address',
  'wp_unpopulated',
  'poison',
  'wp_async',
  'move',
  'pagefault_flag_wp',
  'user_mode_only',
] as const;
export type UffdFeature = (typeof UFFD_FEATURES)[number];

export const UFFD_MODES = ['missing', 'wp', 'missing+wp'] as const;
export type UffdMode = (typeof UFFD_MODES)[number];

export const THP_ENABLED = ['always', 'madvise', 'never'] as const;
export type ThpEnabled = (typeof THP_ENABLED)[number];
export const THP_DEFRAG = ['always', 'defer', 'defer+madvise', 'madvise', 'never'] as const;
export type ThpDefrag = (typeof THP_DEFRAG)[number];

const SWITCH = ['0', '1'] as const;
const SIZE_ENABLED = ['always', 'inherit', 'madvise', 'never'] as const;
/** Files below /sys/kernel/mm/transparent_hugepage and what may be written to them. */
export const THP_KNOBS = {
  enabled: THP_ENABLED,
  defrag: THP_DEFRAG,
  use_zero_page: SWITCH,
  shrink_underused: SWITCH,
  'hugepages-16kB/enabled': SIZE_ENABLED,
  'hugepages-32kB/enabled': SIZE_ENABLED,
  'hugepages-64kB/enabled': SIZE_ENABLED,
  'hugepages-128kB/enabled': SIZE_ENABLED,
  'hugepages-256kB/enabled': SIZE_ENABLED,
  'hugepages-512kB/enabled': SIZE_ENABLED,
  'hugepages-1024kB/enabled': SIZE_ENABLED,
  'hugepages-2048kB/enabled': SIZE_ENABLED,
} as const;
export type ThpKnob = keyof typeof THP_KNOBS;

/** Files below …/transparent_hugepage/khugepaged: the least and the largest number that each takes. */
export const KHUGEPAGED_KNOBS = {
  defrag: [0, 1],
  max_ptes_none: [0, 511],
  max_ptes_shared: [0, 511],
  max_ptes_swap: [0, 511],
  pages_to_scan: [1, 0xffffffff],
  alloc_sleep_millisecs: [0, 0xffffffff],
  scan_sleep_millisecs: [0, 0xffffffff],
} as const;
export type KhugepagedKnob = keyof typeof KHUGEPAGED_KNOBS;

/** Where an operation stands (both count from 1) and its words, without blanks around them and without a comment. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A region by the name that mmap or mremap gave it, and bytes from its start. */
export interface At {
  readonly region: string;
  readonly off: number;
}
interface Range extends At {
  readonly len: number;
}

/** What an operation says, without its place. */
export type Act =
  | {
      readonly op: 'mmap';
      readonly region: string;
      readonly size: number;
      /** Bytes after a 2 MiB boundary at which the region starts: whole pages below 2 MiB. */
      readonly shift: number;
      readonly prot: 'rw' | 'ro' | 'none';
      readonly noreserve: boolean;
      readonly backing: 'private' | 'shared' | 'memfd';
    }
  | ({ readonly op: 'munmap' | 'mlock' | 'munlock' } & Range)
  | ({ readonly op: 'mprotect'; readonly prot: 'rw' | 'r' | 'none' } & Range)
  | ({
      readonly op: 'mremap';
      readonly to: string;
      readonly shift: number;
      readonly dontunmap: boolean;
    } & Range)
  | ({ readonly op: 'madvise'; readonly advice: Advice } & Range)
  | ({
      readonly op: 'flood';
      readonly stride: number;
      readonly count: number;
      readonly advice: Advice;
    } & Range)
  | ({
      readonly op: 'pmadvise';
      readonly stride: number;
      readonly count: number;
      readonly advice: Advice;
      /** On the forked child instead of itself. */
      readonly child: boolean;
    } & Range)
  | ({ readonly op: 'read' | 'sysread' | 'child-read' | 'pfn-old' } & At)
  | ({ readonly op: 'write' | 'child-write'; readonly value: number } & At)
  | ({ readonly op: 'read-range'; readonly stride: number } & Range)
  | ({ readonly op: 'write-range'; readonly value: number; readonly stride: number } & Range)
  | { readonly op: 'uffd-open'; readonly features: readonly UffdFeature[] }
  | { readonly op: 'uffd-close' | 'fork' | 'reap' }
  | ({ readonly op: 'uffd-register'; readonly mode: UffdMode } & Range)
  | ({ readonly op: 'uffd-unregister' | 'uffd-wake' | 'uffd-poison' } & Range)
  | ({
      readonly op: 'uffd-copy';
      readonly value: number;
      readonly dontwake: boolean;
      readonly wp: boolean;
    } & Range)
  | ({ readonly op: 'uffd-zeropage'; readonly dontwake: boolean } & Range)
  | ({ readonly op: 'uffd-wp'; readonly protect: 'on' | 'off'; readonly dontwake: boolean } & Range)
  | ({
      readonly op: 'uffd-move';
      /** `region` and `off` are the destination. */
      readonly from: string;
      readonly fromOff: number;
      readonly holes: boolean;
      readonly dontwake: boolean;
    } & Range)
  | ({ readonly op: 'pagemap-scan'; readonly wp: boolean; readonly checkasync: boolean } & Range)
  | { readonly op: 'khugepaged-run'; readonly passes: number }
  | { readonly op: 'khugepaged-set'; readonly knob: KhugepagedKnob; readonly value: number }
  | { readonly op: 'thp-enabled'; readonly value: ThpEnabled }
  | { readonly op: 'thp-defrag'; readonly value: ThpDefrag }
  | { readonly op: 'thp-set'; readonly knob: ThpKnob; readonly value: string }
  /** 2 is PR_THP_DISABLE_EXCEPT_ADVISED. */
  | { readonly op: 'prctl-thp-disable'; readonly value: 0 | 1 | 2 }
  | { readonly op: 'pfn-mark' | 'pfn-check'; readonly region: string }
  | { readonly op: 'sleep'; readonly ms: number };

export type Op = Act & Place;
export type OpName = Act['op'];
type Named<O, N> = O extends { readonly op: infer P }
  ? N & P extends never
    ? never
    : O & { readonly op: N & P }
  : never;
/** The operations of these names. */
export type OpOf<N extends OpName> = Named<Op, N>;

export interface Script {
  /** What the first `# Q:` comment asks; empty when there is none. */
  readonly question: string;
  /** What a comment `# era: 2017` asks for; modern without one. */
  readonly era: '2017' | 'modern';
  readonly ops: readonly Op[];
}
