/** What one file says about memory, whatever it is written in: a table per kind of fact. Times are s of the file's own clock, NaN where no
 *  time is said; `line` is the number of the line that says so. Nothing here is guessed: a number that no line has is NaN or -1. */
import { Column } from './column.ts';
import type { StatName } from './statistics.ts';

/** Most rows of a table that logs fill by the million; further ones are counted as skipped. */
export const MOST_ROWS = 1 << 22;
/** Most entries of a list of objects. */
export const MOST_ENTRIES = 1 << 17;

/** A copy that does not hold on to the part of the file that `text` was cut from (V8 keeps a slice with its whole string). */
export function kept(text: string): string {
  return ` ${text}`.slice(1);
}

/** Texts that come again and again, by number. */
export class Texts {
  private readonly numbers = new Map<string, number>();
  private readonly list: string[] = [];

  /** The number of a text; the number of '' once there are 65,535. */
  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.list.length > 0xffff) return this.number('');
    if (this.list.length === 0) this.numbers.set('', this.list.push('') - 1);
    if (text === '') return 0;
    const own = kept(text);
    const number = this.list.push(own) - 1;
    this.numbers.set(own, number);
    return number;
  }

  text(number: number): string {
    return this.list[number] ?? '';
  }
}

/** System calls that change memory or how it is treated, and ioctl requests of userfaultfd. Append only. */
export const CALLS = [
  'mmap',
  'munmap',
  'mremap',
  'mprotect',
  'madvise',
  'process_madvise',
  'prctl',
  'brk',
  'userfaultfd',
  'fork',
  'execve',
  'exit',
  'UFFDIO_API',
  'UFFDIO_REGISTER',
  'UFFDIO_UNREGISTER',
  'UFFDIO_WAKE',
  'UFFDIO_COPY',
  'UFFDIO_ZEROPAGE',
  'UFFDIO_CONTINUE',
  'UFFDIO_WRITEPROTECT',
  'UFFDIO_MOVE',
  'UFFDIO_POISON',
] as const;
export type CallName = (typeof CALLS)[number];

/** A table: a row per fact, with the time and the number of the line that says so. */
abstract class Facts {
  readonly time = new Column('f64');
  readonly line = new Column('u32');

  get count(): number {
    return this.line.length;
  }
}

/** System calls on memory, in order of their begin. */
export class Calls extends Facts {
  /** Duration, s. */
  readonly took = new Column('f32');
  /** The thread. */
  readonly pid = new Column('u32');
  /** Index into CALLS. */
  readonly name = new Column('u8');
  /** Address, and length in bytes. A call without has NaN. */
  readonly start = new Column('f64');
  readonly length = new Column('f64');
  /** mremap: the new address that was asked for. UFFDIO_COPY: where the bytes come from. */
  readonly other = new Column('f64');
  /** What is said beside, as written: advice, protection and flags, mode. Number of `texts`. */
  readonly detail = new Column('u16');
  /** What it returned: a value, or -errno. NaN where the log does not say. For UFFDIO_COPY and its like: bytes done. */
  readonly result = new Column('f64');
  readonly texts = new Texts();
}

/** Page faults, as tracepoints report them. */
export class Faults extends Facts {
  readonly pid = new Column('u32');
  readonly address = new Column('f64');
  /** 0 a read, 1 a write, 2 not said. */
  readonly write = new Column('u8');
}

/** What khugepaged did with one region. */
export const KHUGEPAGED_EVENTS = ['scan', 'isolate', 'collapse', 'swapin'] as const;

/** khugepaged's events (mm_khugepaged_scan_pmd and its like). */
export class Verdicts extends Facts {
  /** Index into KHUGEPAGED_EVENTS. */
  readonly event = new Column('u8');
  /** Pointer of the mm as printed, often hashed; number of `texts`. */
  readonly mm = new Column('u16');
  /** scan_pfn; NaN for none. */
  readonly pfn = new Column('f64');
  /** none_or_zero, referenced, unmapped; NaN where not said. */
  readonly none = new Column('f32');
  readonly referenced = new Column('f32');
  readonly unmapped = new Column('f32');
  /** 0, 1, or 2 where not said: kernels from 6.18 on do not look at it. */
  readonly writable = new Column('u8');
  /** `succeeded`, `no_writable_page`, … as printed; number of `texts`. */
  readonly status = new Column('u16');
  readonly texts = new Texts();
}

/** Named events of QEMU, CRIU, libvirt and the kernel that are no system call. What `a` and `b` are depends on the name: the reader that
 *  adds it says so. */
export class Events extends Facts {
  readonly pid = new Column('u32');
  /** Numbers of `texts`. */
  readonly name = new Column('u16');
  readonly text = new Column('u16');
  readonly a = new Column('f64');
  readonly b = new Column('f64');
  readonly texts = new Texts();
}

/** Statistics of a migration at one moment, each under one name whichever generation of which tool printed it (`statistics.ts` has them
 *  with their units). What was not printed has no value. */
export interface StatSample {
  readonly time: number;
  readonly line: number;
  /** As QEMU calls it, '' where not said. */
  readonly status: string;
  readonly values: Readonly<Partial<Record<StatName, number>>>;
  /** Per vCPU, where said: ms of blocktime, and µs that it waited for a page on average. */
  readonly perVcpu?: readonly number[];
  readonly latencyPerVcpu?: readonly number[];
  /** Why it failed, where said. */
  readonly error?: string;
  /** Which monitor it came from, where a log has several. */
  readonly source?: string;
}

export interface VmaFacts {
  /** Addresses; NaN where only fields were kept. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly line: number;
  /** KiB (THPeligible: 0 or 1) by the name that smaps gives them; a field that is not there was not printed. */
  readonly fields: Readonly<Record<string, number>>;
  /** VmFlags, split; null where not printed. */
  readonly flags: readonly string[] | null;
}

/** smaps (or a part of it) at one moment. */
export interface MapsDump {
  readonly time: number;
  readonly line: number;
  readonly vmas: readonly VmaFacts[];
  /** What prctl(PR_GET_THP_DISABLE) gave beside it, or the reverse of THP_enabled in /proc/PID/status; NaN where not printed. */
  readonly thpDisable: number;
  /** A sum over all VMAs, such as smaps_rollup. */
  readonly total: boolean;
}

/** Regions of 2 MiB of a range, by what a pagemap said: 4 KB pages that are there, -1 for a huge page. */
export interface RegionsDump {
  readonly time: number;
  readonly line: number;
  readonly regions: readonly number[];
}

/** One row of page-types: `count` pages of equal flags. */
export interface FolioRow {
  readonly line: number;
  /** Page number in the process, and in memory; NaN where not printed. */
  readonly page: number;
  readonly pfn: number;
  readonly count: number;
  readonly flags: readonly string[];
  /** In a diff of two lists. */
  readonly side: 'before' | 'after' | null;
}

/** A memory block of QEMU, or the memory that a recorder watched. */
export interface BlockFacts {
  readonly id: string;
  readonly line: number;
  /** Address in the process; NaN where not said. */
  readonly start: number;
  readonly bytes: number;
}

/** A setting or counter of a kernel or process at one moment: `transparent_hugepage/enabled`, `vmstat/thp_split_pmd`. */
export interface Knob {
  readonly time: number;
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** What a log of no use for a timeline says about memory: the kernel's messages, backtraces. `kind` is given by
 *  its reader (`kernellog.ts`). */
export interface Remark {
  readonly time: number;
  readonly line: number;
  readonly kind: string;
  /** What was printed, shortened. */
  readonly text: string;
  readonly value: number;
}

export interface ProcessFacts {
  readonly pid: number;
  /** '' where not said. */
  name: string;
  /** The process of a thread, or who forked it; -1 where not said. */
  parent: number;
  readonly line: number;
}

/** What times of a file count from. `wall`: 1970; `day`: midnight; `monotonic`: the boot; `relative`: the start of a program; `none`: no
 *  line has a time. */
export const CLOCKS = ['none', 'relative', 'monotonic', 'day', 'wall'] as const;
export type Clock = (typeof CLOCKS)[number];

export class Evidence {
  clock: Clock = 'none';
  /** The last line that was a time and nothing else: what follows was printed then. NaN for none. */
  stamp = Number.NaN;
  readonly calls = new Calls();
  readonly faults = new Faults();
  readonly verdicts = new Verdicts();
  readonly events = new Events();
  readonly statistics: StatSample[] = [];
  readonly maps: MapsDump[] = [];
  readonly regions: RegionsDump[] = [];
  readonly folios: FolioRow[] = [];
  readonly blocks: BlockFacts[] = [];
  readonly knobs: Knob[] = [];
  readonly remarks: Remark[] = [];
  readonly processes = new Map<number, ProcessFacts>();

  /** Notes what the times of a line count from; the surest one of a file holds. */
  timed(by: Clock): void {
    if (CLOCKS.indexOf(by) > CLOCKS.indexOf(this.clock)) this.clock = by;
  }

  process(pid: number, name: string, line: number, parent = -1): void {
    const known = this.processes.get(pid);
    if (!known) {
      if (this.processes.size < MOST_ENTRIES) this.processes.set(pid, { pid, name, parent, line });
      return;
    }
    if (name !== '') known.name = name;
    if (parent >= 0) known.parent = parent;
  }
}
