/** Rows of a recording (`engine/trace/recording.ts`) out of what the files say about some memory. */
import type { Column } from './column.ts';
import { CALLS, type Calls, type Evidence, KHUGEPAGED_EVENTS } from './evidence.ts';
import { Loads } from './loads.ts';
import { type Block, isDestination, isSource, type Memory } from './memory.ts';
import { addMaps, addRegions, type RecordingRow, type Timed } from './sampledrows.ts';

const PAGE = 4096;
/** Rows of one recording: as a text it has at most 64 MiB (`LONGEST.recording`). */
const MOST_KEPT = 400_000;
/** Pages that they name, and calls that change flags: what a recording may have at most (`engine/trace/recording.ts`). */
const MOST_NAMED = 1 << 24;
const MOST_FLAG_CALLS = 1000;
const FLAG_CALLS: ReadonlySet<string> = new Set([
  'hugepage',
  'nohugepage',
  'uffd_register',
  'uffd_unregister',
]);
/** RAM_SAVE_FLAG_ZERO (migration/ram.c). */
const FLAG_ZERO = 2;

/** Time of row `i` of a table. */
function timeOf(
  { time, line }: { time: Column; line: Column },
  i: number,
  { offset, byLine }: Timed,
): number {
  return byLine ? line.at(i) * 1e-6 + offset : time.at(i) + offset;
}

/** A file whose calls are taken. */
export interface Called extends Timed {
  /** Threads whose calls another file has, with their ranges. */
  readonly except: ReadonlySet<number>;
  /** Threads of other address spaces: only their requests of userfaultfd are about this memory. */
  readonly others: ReadonlySet<number>;
}

/** What is looked at for one kind of row. */
export interface Chosen {
  /** Files whose calls are taken: strace, or the tracepoints where there is none. */
  readonly calls: readonly Called[];
  readonly all: readonly Timed[];
  /** Pointer of the mm of the process, as its verdicts print it; null for every mm. */
  readonly mm: string | null;
  /** Before it, what the process did to the memory is discarded again; -Infinity where not known. */
  readonly begin: number;
}

/** Where an address is in the blocks. */
class Places {
  constructor(private readonly blocks: readonly Block[]) {}

  of(address: number): { block: number; page: number; left: number } | null {
    for (const [block, { start, bytes }] of this.blocks.entries()) {
      if (address < start || address >= start + bytes) continue;
      const page = Math.floor((address - start) / PAGE);
      return { block, page, left: Math.ceil(bytes / PAGE) - page };
    }
    return null;
  }
}

export class Rows {
  readonly rows: RecordingRow[] = [];
  /** Calls on other memory, and calls that failed. */
  elsewhere = 0;
  failed = 0;
  /** Rows that were too many. */
  left = 0;
  private named = 0;
  private flagCalls = 0;
  private readonly places: Places;

  constructor(
    private readonly memory: Memory,
    private readonly chosen: Chosen,
  ) {
    this.places = new Places(memory.blocks);
  }

  make(): RecordingRow[] {
    for (const timed of this.chosen.calls) this.calls(timed);
    const copied = this.rows.some(([, , kind]) => kind === 'uffd_copy' || kind === 'uffd_zeropage');
    for (const timed of this.chosen.all) {
      this.events(timed, copied);
      this.faults(timed);
      this.verdicts(timed);
      addMaps(this.rows, this.memory, timed);
      addRegions(this.rows, this.memory, timed);
    }
    return this.rows;
  }

  private add(
    t: number,
    kind: string,
    at: { block: number; page: number } | null,
    n: number | null,
    x: Readonly<Record<string, unknown>> | null = null,
    side: 'src' | 'dst' = 'dst',
  ): void {
    this.named += at?.block === this.memory.main ? (n ?? 0) : 0;
    if (FLAG_CALLS.has(kind)) this.flagCalls++;
    if (this.rows.length >= MOST_KEPT || this.named > MOST_NAMED || this.flagCalls > MOST_FLAG_CALLS) {
      this.left++;
      return;
    }
    this.rows.push([t, side, kind, at?.block ?? null, at?.page ?? null, n, x]);
  }

  private calls(timed: Called): void {
    const { evidence, except, others } = timed;
    const { calls } = evidence;
    const registered = new Set<number>();
    for (let i = 0; i < calls.count; i++) {
      const t = timeOf(calls, i, timed);
      if (Number.isNaN(t) || except.has(calls.pid.at(i))) continue;
      if (calls.result.at(i) < 0) {
        this.failed++;
        continue;
      }
      if (others.has(calls.pid.at(i)) && !CALLS[calls.name.at(i)]!.startsWith('UFFDIO_')) {
        this.elsewhere++;
        continue;
      }
      this.call(evidence, i, t, registered);
    }
  }

  private call(evidence: Evidence, i: number, t: number, registered: Set<number>): void {
    const { calls } = evidence;
    const name = CALLS[calls.name.at(i)]!;
    const x = detailOf(evidence, i);
    if (name === 'userfaultfd' || name === 'UFFDIO_API') {
      this.add(t, name === 'userfaultfd' ? 'uffd_open' : 'uffd_api', null, null, x);
      return;
    }
    const start = name === 'mmap' || name === 'mremap' ? calls.result.at(i) : calls.start.at(i);
    const at = start > 0 ? this.places.of(start) : null;
    const probe = name === 'UFFDIO_REGISTER' || name === 'UFFDIO_UNREGISTER';
    if (!at) {
      // A tracepoint of an ioctl has no range.
      const kind = `${start > 0 ? 'probe_' : ''}uffd_${name.slice(7).toLowerCase()}`;
      if (probe) this.add(t, kind, null, null, x);
      else this.elsewhere++;
      return;
    }
    const done =
      name.startsWith('UFFDIO_') && calls.result.at(i) > 0 ? calls.result.at(i) : calls.length.at(i);
    const pages = Math.max(1, Math.ceil(done / PAGE));
    // QEMU maps more than it uses of some blocks.
    const n = at.block === this.memory.main ? Math.min(at.left, pages) : pages;
    const kind = this.kindOf(calls, i, at, n, registered);
    if (kind === null) this.elsewhere++;
    else this.add(t, kind, at, kind === 'mmap' ? null : n, x);
  }

  /** What a call on a block is as a row; null for one that says nothing of pages. */
  private kindOf(
    calls: Calls,
    i: number,
    at: { block: number; page: number; left: number },
    n: number,
    registered: Set<number>,
  ): string | null {
    const detail = calls.texts.text(calls.detail.at(i));
    switch (CALLS[calls.name.at(i)]!) {
      case 'mmap':
        // A reservation is none of the block's memory, nor is what is mapped inside it.
        return at.page === 0 && n >= at.left && !detail.startsWith('PROT_NONE') ? 'mmap' : null;
      case 'mremap':
        return at.page === 0 ? 'mremap_into_place' : null;
      case 'UFFDIO_REGISTER':
        registered.add(at.block);
        return 'uffd_register';
      case 'UFFDIO_UNREGISTER':
        return 'uffd_unregister';
      case 'UFFDIO_COPY':
      case 'UFFDIO_MOVE':
        return 'uffd_copy';
      case 'UFFDIO_ZEROPAGE':
        return 'uffd_zeropage';
      case 'madvise':
      case 'process_madvise':
        if (detail === 'MADV_DONTNEED' && at.page === 0 && !this.nohuge.has(at.block))
          if (n >= at.left || at.block !== this.memory.main) return 'init_dontneed';
        if (detail === 'MADV_NOHUGEPAGE') this.nohuge.add(at.block);
        return ADVICE[detail] ?? null;
      default:
        return null;
    }
  }

  /** Blocks that had MADV_NOHUGEPAGE: what is discarded after it is the flood. */
  private readonly nohuge = new Set<number>();

  private events(timed: Timed, copied: boolean): void {
    const { evidence } = timed;
    const { events } = evidence;
    const [destination, source] = [isDestination(evidence), isSource(evidence)];
    const blocks = new Map(this.memory.blocks.map(({ id }, i) => [id, i]));
    const loads = new Loads(this.rows);
    for (let i = 0; i < events.count; i++) {
      const t = timeOf(events, i, timed);
      if (Number.isNaN(t)) continue;
      const name = events.texts.text(events.name.at(i));
      const a = events.a.at(i);
      if (name === 'uffd_pagefault') {
        const at = this.places.of(a);
        const tid = Number(events.texts.text(events.text.at(i)) || Number.NaN);
        this.add(t, 'fault', at, 1, { fl: events.b.at(i), ...(Number.isNaN(tid) ? {} : { tid }) });
      } else if (name.startsWith('uffd_')) this.placing(name, t, a, events.b.at(i), copied);
      else if (destination) this.destination(name, i, t, evidence, copied, loads);
      else if (source) this.source(name, i, t, evidence, blocks);
    }
    loads.end();
  }

  /** What CRIU logs about a userfaultfd; strace of it says the same with more. */
  private placing(name: string, t: number, a: number, b: number, copied: boolean): void {
    const at = a > 0 && !copied ? this.places.of(a) : null;
    const kind = name === 'uffd_fault' ? 'fault' : name;
    if (!at || !(PLACING.has(kind) && (b > 0 || kind === 'fault'))) return;
    this.add(
      t,
      kind,
      at,
      kind === 'fault' ? 1 : Math.min(at.left, Math.ceil(b / PAGE)),
      kind === 'fault' ? { fl: 0 } : null,
    );
  }

  private destination(
    name: string,
    i: number,
    t: number,
    evidence: Evidence,
    copied: boolean,
    loads: Loads,
  ): void {
    const { events } = evidence;
    const a = events.a.at(i);
    switch (name) {
      case 'ram_load_loop': {
        const at = this.places.of(a);
        if (at) loads.add(t, at, (events.b.at(i) & FLAG_ZERO) !== 0);
        break;
      }
      case 'postcopy_ram_fault_thread_request': {
        const at = this.places.of(a);
        if (at) this.add(t, 'fault_req', at, 1, { tid: events.b.at(i) });
        break;
      }
      case 'postcopy_page_req_add': {
        const at = this.places.of(a);
        if (at) this.add(t, 'request', at, 1);
        break;
      }
      case 'postcopy_place_page':
      case 'postcopy_place_page_zero': {
        const at = copied ? null : this.places.of(a);
        if (at) this.add(t, name === 'postcopy_place_page' ? 'uffd_copy' : 'uffd_zeropage', at, 1);
        break;
      }
      default:
        if (STATES.has(name))
          this.add(t, 'state', null, null, { ev: name, a: events.texts.text(events.text.at(i)) });
    }
  }

  private source(
    name: string,
    i: number,
    t: number,
    { events }: Evidence,
    blocks: ReadonlyMap<string, number>,
  ): void {
    const a = events.a.at(i);
    switch (name) {
      case 'migration_bitmap_sync_start':
        this.add(t, 'sync_start', null, null, null, 'src');
        break;
      case 'migration_bitmap_sync_end':
        this.add(t, 'sync_end', null, null, { dirty_pages_new: a }, 'src');
        break;
      case 'get_queued_page':
      case 'get_queued_page_not_dirty': {
        const block = blocks.get(events.texts.text(events.text.at(i)));
        const dirty = name === 'get_queued_page' ? 1 : 0;
        if (block !== undefined)
          this.add(t, 'src_req', { block, page: Math.floor(a / PAGE) }, 1, { dirty }, 'src');
        break;
      }
      default:
        if (STATES.has(name))
          this.add(t, 'state', null, null, { ev: name, a: events.texts.text(events.text.at(i)) }, 'src');
    }
  }

  private faults(timed: Timed): void {
    const { faults } = timed.evidence;
    for (let i = 0; i < faults.count; i++) {
      const t = timeOf(faults, i, timed);
      const at = this.places.of(faults.address.at(i));
      // What was faulted in before the migration is discarded when postcopy is advised.
      if (!at || Number.isNaN(t) || t < this.chosen.begin) continue;
      this.add(t, 'pf', at, 1, { w: faults.write.at(i) === 1 ? 1 : 0, tid: faults.pid.at(i) });
    }
  }

  /** Verdicts that say something: regions that have no table, or are huge already, are passed by the thousand. */
  private verdicts(timed: Timed): void {
    const { verdicts } = timed.evidence;
    for (let i = 0; i < verdicts.count; i++) {
      const event = KHUGEPAGED_EVENTS[verdicts.event.at(i)]!;
      if (event !== 'scan' && event !== 'collapse') continue;
      const t = timeOf(verdicts, i, timed);
      const mm = verdicts.texts.text(verdicts.mm.at(i));
      const st = verdicts.texts.text(verdicts.status.at(i));
      if (Number.isNaN(t) || PASSED.has(st) || (this.chosen.mm !== null && mm !== this.chosen.mm)) continue;
      if (event === 'collapse') this.add(t, 'collapse', null, null, { st });
      else
        this.add(t, 'kh_scan', null, null, { st, ref: verdicts.referenced.at(i), none: verdicts.none.at(i) });
    }
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  MADV_HUGEPAGE: 'hugepage',
  MADV_NOHUGEPAGE: 'nohugepage',
  MADV_DONTNEED: 'dontneed',
  MADV_MERGEABLE: 'madv_mergeable',
  MADV_DONTFORK: 'madv_dontfork',
};

/** Statuses of regions that are passed by: no table, or huge already (pmd_null and pmd_mapped before 6.x). */
const PASSED: ReadonlySet<string> = new Set([
  'pmd_none',
  'pmd_null',
  'page_pmd_mapped',
  'pmd_mapped',
  'none_or_zero',
]);

const PLACING: ReadonlySet<string> = new Set(['fault', 'uffd_copy', 'uffd_zeropage', 'uffd_register']);

/** QEMU's events that are states of a migration. */
const STATES: ReadonlySet<string> = new Set([
  'migrate_set_state',
  'runstate_set',
  'vm_state_notify',
  'loadvm_process_command',
  'loadvm_postcopy_handle_advise',
  'loadvm_postcopy_handle_listen',
  'loadvm_postcopy_handle_run',
  'loadvm_postcopy_handle_run_bh',
  'postcopy_start',
]);

function detailOf({ calls, processes }: Evidence, i: number): Readonly<Record<string, unknown>> {
  const took = calls.took.at(i);
  const x: Record<string, unknown> = {};
  if (!Number.isNaN(took)) x.us = Math.round(took * 1e6);
  const th = processes.get(calls.pid.at(i))?.name;
  if (th) x.th = th;
  return x;
}
