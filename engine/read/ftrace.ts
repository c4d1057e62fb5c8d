/** Tracepoints of the kernel about huge pages, page faults and calls on memory, as text of /sys/kernel/tracing/trace, `trace-cmd report`,
 *  `perf script`, or printed by bpftrace:
 *
 *      line    = who [ "(" tgid ")" ] "[" cpu "]" [ flags ] seconds ": " event
 *      who     = comm "-" pid | comm " " pid [ "/" tid ]
 *      event   = [ system ":" ] NAME ":" fields | "sys_" NAME "(" fields ")" | "sys_" NAME " -> " result
 *      fields  = { name ( "=" | ": " ) value [ ", " ] }
 *      bpftrace = { anything } NAME [ ":" ] { name "=" value }, times in ns
 *      note    = "# " heading | "cpus=" n | "CPU:" n " [LOST " n " EVENTS]"
 *
 *  `writable=` is in no kernel from 6.18 on; pointers are hashed or not; the flags column has four letters or five, or is not there. */
import { later } from '../base/language.ts';
import { adviceOf } from './advice.ts';
import { CALLS, type CallName, type Evidence, KHUGEPAGED_EVENTS, MOST_ROWS } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';
import { isDigit, isWord, Scan } from './scan.ts';
import { requestOf } from './stracecalls.ts';

const VERDICTS: Readonly<Record<string, (typeof KHUGEPAGED_EVENTS)[number]>> = {
  mm_khugepaged_scan_pmd: 'scan',
  mm_khugepaged_scan_file: 'scan',
  mm_collapse_huge_page: 'collapse',
  mm_collapse_huge_page_isolate: 'isolate',
  mm_collapse_huge_page_swapin: 'swapin',
};
const FAULTS = new Set(['page_fault_user', 'page_fault_kernel']);
const FAULT_WRITE = 2;

/** System calls by number on x86-64, as raw_syscalls prints them. */
const NUMBERS: Readonly<Record<number, string>> = {
  9: 'mmap',
  10: 'mprotect',
  11: 'munmap',
  12: 'brk',
  16: 'ioctl',
  25: 'mremap',
  28: 'madvise',
  157: 'prctl',
  323: 'userfaultfd',
};
const KEPT_CALLS = new Set(Object.values(NUMBERS));
const PR_SET_THP_DISABLE = 41;
const PR_GET_THP_DISABLE = 42;

const NOTE = /^(?:#|cpus=\d|version = |CPU \d+ is empty|\s*$)/;
const LOST = /^CPU:(\d+) \[LOST (\d+) EVENTS\]/;
const ALONE =
  /\b(mm_khugepaged_scan_pmd|mm_khugepaged_scan_file|mm_collapse_huge_page(?:_isolate|_swapin)?|page_fault_(?:user|kernel))\b/;

export const ftrace: Format = {
  name: 'ftrace',
  title: later`the kernel’s tracepoints (ftrace, trace-cmd, perf, bpftrace)`,
  recognise,
  reader: (evidence) => new Ftrace(evidence),
};

/** What stands before an event. */
interface Head {
  time: number;
  pid: number;
  commTo: number;
  name: string;
  /** Where its values begin. */
  rest: number;
}

const probe: Head = { time: 0, pid: 0, commTo: 0, name: '', rest: 0 };

function recognise(line: string): Sure {
  if (headOf(line, probe)) return probe.name === 'tracing_mark_write' ? 0 : 2;
  if (line.startsWith('# tracer: ') || line.startsWith('#           TASK-PID') || LOST.test(line)) return 2;
  return maybeAlone(line) && ALONE.test(line) ? 2 : 0;
}

const maybeAlone = (line: string): boolean =>
  line.includes('mm_khugepaged_') || line.includes('mm_collapse_') || line.includes('page_fault_');

/** Reads `comm-pid [cpu] flags seconds: [system:]NAME`; false when the line has no such beginning. */
function headOf(text: string, head: Head): boolean {
  const cpu = text.indexOf(' [');
  if (cpu < 1 || !isDigit(text.charCodeAt(cpu + 2))) return false;
  const close = text.indexOf('] ', cpu);
  if (close < 0 || close > cpu + 8) return false;
  const colon = text.indexOf(': ', close);
  if (colon < 0) return false;
  let from = colon;
  let dots = 0;
  for (let c = text.charCodeAt(from - 1); isDigit(c) || c === 46; c = text.charCodeAt(--from - 1))
    if (c === 46) dots++;
  if (dots !== 1 || from === colon || text.charCodeAt(from - 1) !== 32) return false;
  head.time = Number(text.slice(from, colon));
  return whoOf(text, cpu, head) && eventOf(text, colon + 2, head);
}

/** Thread id and where the name before it ends. */
function whoOf(text: string, cpu: number, head: Head): boolean {
  let to = cpu;
  while (text.charCodeAt(to - 1) === 32) to--;
  // The tgid of `record-tgid`: `( 5170)` or `(-----)`.
  if (text.charCodeAt(to - 1) === 41) {
    to = text.lastIndexOf('(', to);
    while (to > 0 && text.charCodeAt(to - 1) === 32) to--;
  }
  let from = to;
  while (isDigit(text.charCodeAt(from - 1))) from--;
  if (from === to || from < 1) return false;
  head.pid = Number(text.slice(from, to));
  // perf script may print process and thread: `5170/5174`.
  if (text.charCodeAt(from - 1) === 47) {
    let process = from - 1;
    while (isDigit(text.charCodeAt(process - 1))) process--;
    if (text.charCodeAt(process - 1) === 32) from = process;
  }
  head.commTo = from - 1;
  return true;
}

function eventOf(text: string, from: number, head: Head): boolean {
  let at = from;
  while (text.charCodeAt(at) === 32) at++;
  let begin = at;
  while (isWord(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === 58 && isWord(text.charCodeAt(at + 1))) {
    begin = ++at;
    while (isWord(text.charCodeAt(at))) at++;
  }
  if (at === begin) return false;
  head.name = text.slice(begin, at);
  if (text.charCodeAt(at) === 58) at++;
  head.rest = at;
  return true;
}

class Ftrace implements LineReader {
  private readonly scan = new Scan();
  private readonly head: Head = { ...probe };
  private readonly comms = new Map<number, string>();
  /** Rows of calls that have begun, by thread. */
  private readonly open = new Map<number, number>();

  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    if (!headOf(text, this.head)) return this.other(text, line);
    const { head, evidence } = this;
    const { name } = head;
    if (name === 'tracing_mark_write') return FOREIGN;
    evidence.timed('monotonic');
    this.named(text, line);
    const verdict = VERDICTS[name];
    if (verdict) return this.verdict(KHUGEPAGED_EVENTS.indexOf(verdict), text, line);
    if (FAULTS.has(name)) return this.fault(text, line);
    if (name.startsWith('sys_')) return this.call(text, line);
    return name.startsWith('kvm_') ? this.kvm(text, line) : 'otherEvent';
  }

  /** Notes what the thread is called; `<...>` is a name that the kernel has forgotten. */
  private named(text: string, line: number): void {
    const { pid, commTo } = this.head;
    const known = this.comms.get(pid);
    const from = text.search(/\S/);
    if (known !== undefined && text.startsWith(known, from) && from + known.length === commTo) return;
    const comm = text.slice(from, commTo).trimEnd();
    this.comms.set(pid, comm);
    this.evidence.process(pid, comm === '<...>' ? '' : comm, line);
  }

  /** The number behind `name` in the fields; NaN where it is not printed. */
  private field(text: string, name: string): number {
    const at = text.indexOf(name, this.head.rest);
    return at < 0 ? Number.NaN : this.scan.of(text, at + name.length).number();
  }

  private word(text: string, name: string): string {
    const at = text.indexOf(name, this.head.rest);
    return at < 0 ? '' : this.scan.of(text, at + name.length).until(', ');
  }

  private verdict(event: number, text: string, line: number): Outcome {
    const { verdicts } = this.evidence;
    if (verdicts.count >= MOST_ROWS) return 'tooMany';
    const printed = this.word(text, 'status=');
    // Other numbers, as bpftrace prints them, change from kernel to kernel.
    const status = printed === '1' ? 'succeeded' : printed;
    const pfn = this.field(text, 'scan_pfn=');
    const writable = this.field(text, 'writable=');
    verdicts.time.push(this.head.time);
    verdicts.line.push(line);
    verdicts.event.push(event);
    verdicts.mm.push(verdicts.texts.number(this.word(text, 'mm=')));
    verdicts.pfn.push(pfn > Number.MAX_SAFE_INTEGER || pfn < 0 ? Number.NaN : pfn);
    verdicts.none.push(this.field(text, 'none_or_zero='));
    verdicts.referenced.push(this.field(text, 'referenced='));
    verdicts.unmapped.push(this.field(text, 'unmapped='));
    verdicts.writable.push(Number.isNaN(writable) ? 2 : writable);
    verdicts.status.push(verdicts.texts.number(status));
    return status === '' && KHUGEPAGED_EVENTS[event] !== 'swapin' ? 'damaged' : READ;
  }

  private fault(text: string, line: number): Outcome {
    const { faults } = this.evidence;
    if (faults.count >= MOST_ROWS) return 'tooMany';
    const address = this.field(text, 'address=');
    if (Number.isNaN(address)) return 'damaged';
    const error = this.field(text, 'error_code=');
    faults.time.push(this.head.time);
    faults.pid.push(this.head.pid);
    faults.line.push(line);
    faults.address.push(address);
    faults.write.push(Number.isNaN(error) ? 2 : error & FAULT_WRITE ? 1 : 0);
    return READ;
  }

  /** sys_madvise(start: …), sys_madvise -> 0x0, sys_enter_madvise: …, sys_exit_madvise: 0x0, sys_enter: NR 28 (…), sys_exit: NR 28 = 0. */
  private call(text: string, line: number): Outcome {
    const { head } = this;
    const raw = head.name === 'sys_enter' || head.name === 'sys_exit';
    const leaves =
      head.name.startsWith('sys_exit') ||
      (text.indexOf(' -> ', head.rest) === head.rest && !head.name.startsWith('sys_enter'));
    const number = raw ? this.field(text, 'NR ') : Number.NaN;
    const name = raw ? (NUMBERS[number] ?? '') : head.name.replace(/^sys_(?:enter_|exit_)?/, '');
    if (!KEPT_CALLS.has(name)) return 'otherCall';
    return leaves ? this.leave(text, raw) : this.enter(name, text, line, raw);
  }

  private enter(name: string, text: string, line: number, raw: boolean): Outcome {
    const { calls } = this.evidence;
    this.open.delete(this.head.pid);
    const values = raw ? this.rawValues(text) : null;
    const at = (i: number, ...names: string[]): number => {
      if (values) return values[i] ?? Number.NaN;
      for (const field of names) {
        const value = this.field(text, field);
        if (!Number.isNaN(value)) return value;
      }
      return Number.NaN;
    };
    let called: CallName | null = name as CallName;
    let detail = '';
    if (name === 'ioctl') called = requestOf(at(1, 'cmd: '));
    else if (name === 'madvise') detail = adviceOf(String(at(2, 'behavior: ')));
    else if (name === 'prctl') {
      const option = at(0, 'option: ');
      if (option !== PR_SET_THP_DISABLE && option !== PR_GET_THP_DISABLE) return 'otherCall';
      detail = option === PR_SET_THP_DISABLE ? 'PR_SET_THP_DISABLE' : 'PR_GET_THP_DISABLE';
    } else if (name === 'mmap') detail = mapping(at(2, 'prot: '), at(3, 'flags: '));
    if (!called) return 'otherCall';
    if (calls.count >= MOST_ROWS) return 'tooMany';
    const ranged = name !== 'ioctl' && name !== 'userfaultfd';
    calls.time.push(this.head.time);
    calls.took.push(Number.NaN);
    calls.pid.push(this.head.pid);
    calls.line.push(line);
    calls.name.push(CALLS.indexOf(called));
    calls.start.push(
      ranged ? at(name === 'prctl' ? 1 : 0, 'start: ', 'addr: ', 'arg2: ', 'brk: ') : Number.NaN,
    );
    calls.length.push(ranged && name !== 'prctl' ? at(1, 'len_in: ', 'len: ', 'old_len: ') : Number.NaN);
    calls.other.push(Number.NaN);
    calls.detail.push(calls.texts.number(detail));
    calls.result.push(Number.NaN);
    this.open.set(this.head.pid, calls.count - 1);
    return READ;
  }

  /** `(7f1b7be00000, 1000, 4, …)`: hexadecimal without 0x. */
  private rawValues(text: string): number[] {
    const open = text.indexOf('(', this.head.rest);
    if (open < 0) return [];
    const scan = this.scan.of(text, open + 1);
    const values: number[] = [];
    do values.push(scan.hex());
    while (values.length < 6 && scan.pass(', '));
    return values;
  }

  private leave(text: string, raw: boolean): Outcome {
    const { head, scan } = this;
    const row = this.open.get(head.pid);
    if (row === undefined) return 'otherCall';
    this.open.delete(head.pid);
    const { calls } = this.evidence;
    const mark = raw ? ' = ' : text.startsWith(' -> ', head.rest) ? ' -> ' : ' ';
    const at = text.indexOf(mark, head.rest);
    scan.of(text, at + mark.length).blanks();
    const value = scan.number();
    // Negative numbers are printed as 64 bits: only the last ones of them are errors.
    const digits = /0xf{13}([0-9a-f]{3})$/.exec(text.slice(-20))?.[1];
    calls.result.set(row, digits ? Number.parseInt(digits, 16) - 4096 : value);
    calls.took.set(row, Math.max(0, head.time - calls.time.at(row)));
    return READ;
  }

  /** kvm's events about memory; `a`: the address in the guest. */
  private kvm(text: string, line: number): Outcome {
    const { events } = this.evidence;
    const { head } = this;
    if (!/fault|mmu|hva|spte|dirty/.test(head.name)) return 'otherEvent';
    if (events.count >= MOST_ROWS) return 'tooMany';
    events.time.push(head.time);
    events.pid.push(head.pid);
    events.line.push(line);
    events.name.push(events.texts.number(head.name));
    events.text.push(0);
    events.a.push(this.field(text, 'address '));
    events.b.push(Number.NaN);
    return READ;
  }

  private other(text: string, line: number): Outcome {
    const lost = LOST.exec(text);
    if (lost) {
      const { events } = this.evidence;
      if (events.count >= MOST_ROWS) return 'tooMany';
      events.time.push(Number.NaN);
      events.pid.push(0);
      events.line.push(line);
      events.name.push(events.texts.number('lost events'));
      events.text.push(0);
      events.a.push(Number(lost[2]));
      events.b.push(Number(lost[1]));
      return READ;
    }
    if (NOTE.test(text)) return 'heading';
    const found = maybeAlone(text) ? ALONE.exec(text) : null;
    if (!found) return FOREIGN;
    const { head } = this;
    head.name = found[1]!;
    head.rest = found.index + found[0].length;
    head.time = timeBefore(text.slice(0, found.index));
    head.pid = Number(/\bpid[=: ]{1,2}(\d{1,10})\b/.exec(text)?.[1] ?? 0);
    if (!Number.isNaN(head.time)) this.evidence.timed('monotonic');
    const verdict = VERDICTS[head.name];
    return verdict ? this.verdict(KHUGEPAGED_EVENTS.indexOf(verdict), text, line) : this.fault(text, line);
  }
}

/** The time that bpftrace printed before an event: `nsecs`, or s. */
function timeBefore(text: string): number {
  const found = /(?:^|\s|\[)(\d{1,19})(\.\d{1,9})?(?:\s|:|\])/.exec(text);
  if (!found) return Number.NaN;
  return found[2] === undefined ? Number(found[1]) / 1e9 : Number(found[1] + found[2]);
}

const PROTECTIONS = [
  [1, 'PROT_READ'],
  [2, 'PROT_WRITE'],
  [4, 'PROT_EXEC'],
] as const;
const MAPPINGS = [
  [1, 'MAP_SHARED'],
  [2, 'MAP_PRIVATE'],
  [0x10, 'MAP_FIXED'],
  [0x20, 'MAP_ANONYMOUS'],
  [0x4000, 'MAP_NORESERVE'],
  [0x40000, 'MAP_HUGETLB'],
  [0x100000, 'MAP_FIXED_NOREPLACE'],
] as const;

/** Protection and flags of mmap as strace names them. */
function mapping(protection: number, flags: number): string {
  const names = (bits: number, table: readonly (readonly [number, string])[]) =>
    table
      .filter(([bit]) => bits & bit)
      .map(([, name]) => name)
      .join('|');
  return `${names(protection, PROTECTIONS) || 'PROT_NONE'}, ${names(flags, MAPPINGS)}`;
}
