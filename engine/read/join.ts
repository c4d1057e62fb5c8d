/** Several files about one migration, restore or process → one recording, in the format that `engine/trace/recording.ts` reads. What no file
 *  has is missing in it, and said. */
import { later, worded } from '../base/language.ts';
import { hex, sayBytes } from '../base/units.ts';
import { registration } from '../trace/criu.ts';
import { joinClocks } from './clocks.ts';
import { CALLS, type Evidence, KHUGEPAGED_EVENTS } from './evidence.ts';
import { isDestination, isSource, type Memory, memoryOf } from './memory.ts';
import type { Reading } from './read.ts';
import { type Called, Rows } from './rows.ts';
import type { RecordingRow, Timed } from './sampledrows.ts';

/** A recording as JSON. */
export interface JoinedRecording {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly blocks: readonly { readonly id: string; readonly hva: string; readonly used: number }[];
  readonly main_block: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly events: readonly RecordingRow[];
}

export interface Joined {
  /** null where the files tell of no memory that could be shown. */
  readonly recording: JoinedRecording | null;
  /** How each file was joined, in the order of the files. */
  readonly clocks: readonly { readonly file: string; readonly how: string }[];
  /** Which memory is shown, and why. */
  readonly memory: string | null;
  /** What the files lack, one sentence each. */
  readonly lost: readonly string[];
}

/** Times of a recording are within so many s. */
const MOST_SECONDS = 100_000;

export function join(readings: readonly Reading[], name: string): Joined {
  const joints = joinClocks(readings);
  const clocks = readings.map((reading, i) => ({ file: reading.name, how: joints[i]!.how }));
  const untimed = readings.every(({ evidence }) => evidence.clock === 'none');
  // Of files without times only one can be put in order: the one with most lines that were read.
  const longest = readings.reduce((best, { read }, i) => (read > readings[best]!.read ? i : best), 0);
  const all: Timed[] = readings.map(({ evidence }, i) => ({
    evidence,
    offset: untimed && i === longest ? 0 : joints[i]!.offset,
    byLine: untimed,
  }));
  const memory = memoryOf(untimed ? readings.slice(longest, longest + 1) : readings);
  if (!memory || memory.pages < 1) return { recording: null, clocks, memory: null, lost: [NOTHING()] };
  const begin = beginOf(all);
  const rows = new Rows(memory, {
    all,
    calls: callsOf(readings, all, memory),
    mm: mmOf(all),
    begin: begin ?? Number.NEGATIVE_INFINITY,
  });
  const made = rows.make();
  for (const row of registration(made, memory.main, memory.pages)) made.push(row as unknown as RecordingRow);
  if (!made.some(([, , , block]) => block === memory.main))
    return { recording: null, clocks, memory: null, lost: [NOTHING()] };
  const zero = begin ?? made[0]![0];
  const micros = (row: RecordingRow) => Math.round(row[0] * 1e6);
  const events = made
    .sort((a, b) => micros(a) - micros(b) || rankOf(a[2]) - rankOf(b[2]))
    .map(([t, ...rest]): RecordingRow => {
      const x = rest[5];
      const moved = x && typeof x.t1 === 'number' ? { ...x, t1: round(x.t1 - zero) } : x;
      return [round(t - zero), rest[0], rest[1], rest[2], rest[3], rest[4], moved];
    })
    .filter(([t]) => Math.abs(t) <= MOST_SECONDS);
  const lost = [
    ...(untimed
      ? [
          worded`No line has a time: what happened is shown in order, one microsecond per line. Record strace with -ttt to see how long it took.`,
        ]
      : []),
    ...(rows.left > 0
      ? [worded`The timeline ends after ${made.length} operations; ${rows.left} more are in the files.`]
      : []),
    ...lostOf(readings, events),
  ];
  return {
    recording: {
      meta: metaOf(readings, all, name, zero, memory, lost),
      blocks: memory.blocks.map(({ id, start, bytes }) => ({ id, hva: hex(start), used: bytes })),
      main_block: memory.main,
      phases: phasesOf(all, events, zero),
      events,
    },
    clocks,
    memory: sayMemory(memory),
    lost,
  };
}

/** Of rows in one µs: what is asked for comes before what answers it. */
const RANKS = ['pre_page', 'fault', 'fault_req', 'request', 'src_req', '', 'pf', 'collapse', 'kh_scan'];
const rankOf = (kind: string): number => {
  const rank = RANKS.indexOf(kind);
  return rank < 0 ? RANKS.indexOf('') : rank;
};

const round = (s: number): number => Math.round(s * 1e6) / 1e6;

const NOTHING = later`The files show no call on memory of 2 MiB or more: no timeline can be made.`;

function sayMemory({ blocks, main, from }: Memory): string {
  const { id, start, bytes } = blocks[main]!;
  const size = sayBytes(bytes);
  if (from === 'qemu')
    return worded`${id} (${size} at ${hex(start)}), the largest block of the guest’s memory`;
  if (from === 'recorder')
    return worded`${id} (${size} at ${hex(start)}), the memory that the recorder sampled`;
  if (from === 'smaps') return worded`${size} at ${hex(start)}, the largest mapping in smaps`;
  return worded`${size} at ${hex(start)}, the range that most calls on memory are about`;
}

/** When the migration was asked for: the source's setup, else what the destination saw first. null where QEMU does not say. */
function beginOf(all: readonly Timed[]): number | null {
  const wanted: [string, string][] = [
    ['migrate_set_state', 'setup'],
    ['migration_set_incoming_channel', ''],
    ['loadvm_state_setup', ''],
  ];
  for (const [name, text] of wanted) {
    const at = firstEvent(all, name, text);
    if (at !== null) return at;
  }
  return null;
}

/** Time of the first event of a name whose text has `text` in it. */
function firstEvent(
  all: readonly Timed[],
  name: string,
  text = '',
  side?: (e: Evidence) => boolean,
): number | null {
  for (const { evidence, offset } of all) {
    const { events } = evidence;
    if (side && !side(evidence)) continue;
    for (let i = 0; i < events.count; i++) {
      if (events.texts.text(events.name.at(i)) !== name) continue;
      if (!events.texts.text(events.text.at(i)).includes(text)) continue;
      const t = events.time.at(i) + offset;
      if (!Number.isNaN(t)) return t;
    }
  }
  return null;
}

/** strace has ranges that tracepoints lack, so these give only the calls of threads that strace has not seen. */
function callsOf(readings: readonly Reading[], all: readonly Timed[], memory: Memory): Called[] {
  const traced = new Set<number>();
  const isStrace = readings.map(({ formats }) => formats.some(({ format }) => format.name === 'strace'));
  for (const [i, { evidence }] of readings.entries())
    if (isStrace[i]) for (const pid of evidence.processes.keys()) traced.add(pid);
  const none = new Set<number>();
  return all.map((timed, i) => ({
    ...timed,
    except: isStrace[i] ? none : traced,
    others: othersOf(timed.evidence, memory),
  }));
}

/** Threads of processes that were forked, or of the one that forked them, where another of them makes most calls on the memory. */
function othersOf({ calls }: Evidence, { blocks, main }: Memory): ReadonlySet<number> {
  const spaces = new Map<number, number>();
  const spaceOf = (pid: number) => spaces.get(pid) ?? 0;
  const uses = new Map<number, number>();
  const { start, bytes } = blocks[main]!;
  for (let i = 0; i < calls.count; i++) {
    const pid = calls.pid.at(i);
    const name = CALLS[calls.name.at(i)]!;
    if (name === 'fork' && calls.result.at(i) > 0) {
      const how = calls.texts.text(calls.detail.at(i));
      const child = calls.result.at(i);
      spaces.set(child, how.includes('CLONE_VM') && !how.includes('CLONE_VFORK') ? spaceOf(pid) : child);
    } else if (calls.start.at(i) >= start && calls.start.at(i) < start + bytes && !name.startsWith('UFFDIO_'))
      uses.set(spaceOf(pid), (uses.get(spaceOf(pid)) ?? 0) + 1);
  }
  if (spaces.size === 0 || uses.size < 2) return new Set();
  const [used] = [...uses].sort((a, b) => b[1] - a[1])[0]!;
  const pids = new Set<number>(spaces.keys());
  for (let i = 0; i < calls.count; i++) pids.add(calls.pid.at(i));
  return new Set([...pids].filter((pid) => spaceOf(pid) !== used));
}

/** The mm in which khugepaged made most pages huge; null where only one is spoken of. */
function mmOf(all: readonly Timed[]): string | null {
  const collapses = new Map<string, number>();
  for (const { evidence } of all) {
    const { verdicts } = evidence;
    for (let i = 0; i < verdicts.count; i++) {
      const mm = verdicts.texts.text(verdicts.mm.at(i));
      if (mm === '') continue;
      const made =
        KHUGEPAGED_EVENTS[verdicts.event.at(i)] === 'collapse' &&
        verdicts.texts.text(verdicts.status.at(i)) === 'succeeded';
      collapses.set(mm, (collapses.get(mm) ?? 0) + (made ? 1 : 0));
    }
  }
  if (collapses.size < 2) return null;
  return [...collapses].sort((a, b) => b[1] - a[1])[0]![0];
}

/** Phases by the events and rows that they begin with, s from the begin. */
function phasesOf(
  all: readonly Timed[],
  rows: readonly RecordingRow[],
  zero: number,
): Record<string, number> {
  const phases: Record<string, number> = {};
  const add = (name: string, t: number | null | undefined) => {
    if (t !== null && t !== undefined) phases[name] = round(t);
  };
  const event = (name: string, text: string, side: (e: Evidence) => boolean): number | null => {
    const t = firstEvent(all, name, text, side);
    return t === null ? null : t - zero;
  };
  const row = (wanted: (kind: string, block: number | null) => boolean) =>
    rows.find(([, , kind, block]) => wanted(kind, block))?.[0];
  add('src_setup', event('migrate_set_state', 'setup', isSource));
  add('src_active', event('migrate_set_state', 'active', isSource));
  add('dst_advise', event('loadvm_postcopy_handle_advise', '', isDestination));
  add(
    'first_precopy_page',
    row((kind) => kind === 'pre_page'),
  );
  add('src_postcopy_start', event('postcopy_start', '', isSource));
  add('src_stop', stopOf(all, zero));
  add(
    'first_nohugepage',
    row((kind) => kind === 'nohugepage'),
  );
  add(
    'first_dontneed',
    row((kind) => kind === 'dontneed'),
  );
  add(
    'first_register',
    row((kind) => kind === 'uffd_register'),
  );
  add(
    'first_copy',
    row((kind) => kind === 'uffd_copy' || kind === 'uffd_zeropage'),
  );
  add(
    'first_unregister',
    row((kind) => kind === 'uffd_unregister'),
  );
  add('dst_listen', event('loadvm_postcopy_handle_listen', '', isDestination) ?? openOf(rows));
  add('dst_running', event('runstate_set', 'running', isDestination));
  const registered = phases.first_register;
  if (registered !== undefined)
    add('first_hugepage_after', rows.find(([t, , kind]) => kind === 'hugepage' && t > registered)?.[0]);
  add('dst_completed', event('migrate_set_state', 'completed', isDestination));
  add('src_completed', event('migrate_set_state', 'completed', isSource));
  return phases;
}

/** When the source's guest stopped: vm_state_notify running 0. */
function stopOf(all: readonly Timed[], zero: number): number | null {
  for (const { evidence, offset } of all) {
    const { events } = evidence;
    if (!isSource(evidence)) continue;
    for (let i = 0; i < events.count; i++) {
      if (events.texts.text(events.name.at(i)) !== 'vm_state_notify' || events.a.at(i) !== 0) continue;
      return events.time.at(i) + offset - zero;
    }
  }
  return null;
}

/** QEMU opens the userfaultfd of postcopy when it begins to listen, just before it registers: without QEMU's trace that is the time. */
function openOf(rows: readonly RecordingRow[]): number | undefined {
  const registered = rows.findIndex(([, , kind]) => kind === 'uffd_register');
  for (let i = registered; i >= 0; i--) if (rows[i]![2] === 'uffd_open') return rows[i]![0];
  return undefined;
}

function metaOf(
  readings: readonly Reading[],
  all: readonly Timed[],
  name: string,
  zero: number,
  { blocks, main }: Memory,
  lost: readonly string[],
): Record<string, unknown> {
  const threads: Record<string, string> = {};
  for (const { evidence } of readings)
    for (const { pid, name: called } of evidence.processes.values())
      if (called !== '' && threads[pid] === undefined) threads[pid] = called;
  const { start, bytes } = blocks[main]!;
  return {
    name,
    t0_epoch: zero,
    map: [hex(start), bytes],
    thread_names: threads,
    settings_seen: settingsOf(readings),
    caps_dst: preemptOf(all) ? ['postcopy-ram', 'postcopy-preempt'] : [],
    lost,
  };
}

/** The knobs as first seen: [enabled, defrag, scan_sleep_ms, pages_to_scan, max_ptes_none]. */
function settingsOf(readings: readonly Reading[]): unknown[] {
  const first = (name: string): string | undefined => {
    for (const { evidence } of readings) {
      const found = evidence.knobs.find((knob) => knob.name === name || knob.name.endsWith(`/${name}`));
      if (found) return /\[(\w+)\]/.exec(found.value)?.[1] ?? found.value;
    }
    return undefined;
  };
  const enabled = first('transparent_hugepage/enabled');
  if (enabled === undefined) return [];
  const khugepaged = ['scan_sleep_millisecs', 'pages_to_scan', 'max_ptes_none'].map(
    (knob) => first(`khugepaged/${knob}`) ?? null,
  );
  return [[[enabled, first('transparent_hugepage/defrag') ?? null, ...khugepaged], 1]];
}

function preemptOf(all: readonly Timed[]): boolean {
  return all.some(({ evidence: { events } }) => {
    for (let i = 0; i < events.count; i++) {
      const name = events.texts.text(events.name.at(i));
      if (name === 'postcopy_preempt_enabled' && events.a.at(i) > 0) return true;
    }
    return false;
  });
}

const isQemu = ({ processes }: Evidence): boolean =>
  [...processes.values()].some(({ name }) => /^(?:qemu|kvm$|CPU \d+\/(?:KVM|TCG))/.test(name));

/** Whether requests of userfaultfd come with their ranges. */
function namesRanges({ calls }: Evidence): boolean {
  for (let i = 0; i < calls.count; i++)
    if (CALLS[calls.name.at(i)]!.startsWith('UFFDIO_') && calls.start.at(i) > 0) return true;
  return false;
}

/** What no file says. */
function lostOf(readings: readonly Reading[], rows: readonly RecordingRow[]): string[] {
  const has = (test: (e: Evidence) => boolean) => readings.some(({ evidence }) => test(evidence));
  const kinds = new Set(rows.map(([, , kind]) => kind));
  const uffd = kinds.has('uffd_register') || kinds.has('uffd_copy');
  const lost: string[] = [];
  const destination = has(isDestination);
  if (!destination && has(isSource))
    lost.push(
      worded`Without the destination’s QEMU trace, pages that precopy loaded are known only by their page faults, and which of them were zero is not.`,
    );
  else if (!destination && uffd && has(isQemu))
    lost.push(
      worded`Without QEMU’s trace, pages that precopy loaded are known only by their page faults, and which of them were zero is not; requests for pages and the times at which the guest stopped and ran are missing.`,
    );
  if (destination && !has(isSource))
    lost.push(
      worded`Without the source’s QEMU trace, its rounds and the arrival of requests there are missing.`,
    );
  if (!has(({ faults }) => faults.count > 0))
    lost.push(
      uffd
        ? worded`Without the kernel’s page-fault tracepoints, only faults that userfaultfd reports are known: who wrote which other page is missing.`
        : worded`Without the kernel’s page-fault tracepoints, who wrote which page is missing.`,
    );
  if (!has(({ verdicts }) => verdicts.count > 0))
    lost.push(
      kinds.has('smaps')
        ? worded`Without khugepaged’s tracepoints, a region is shown huge from the first sample on that shows it so, and why khugepaged left others alone is missing.`
        : worded`Without khugepaged’s tracepoints, what became huge later, and why not, is missing.`,
    );
  if (destination && uffd && !has(namesRanges))
    lost.push(
      worded`Without strace, ranges of ioctls on userfaultfd are missing; the pages that QEMU placed are taken from its trace.`,
    );
  if (!kinds.has('smaps'))
    lost.push(
      worded`Without samples of smaps, nothing measured can be held against what the engine predicts.`,
    );
  return lost;
}
