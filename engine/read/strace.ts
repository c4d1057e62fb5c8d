/** strace, with whatever options: one process or many, with or without pids, names and times.
 *
 *      line     = prefix ( call | begin | end | "--- SIG" … " ---" | "+++ " … " +++" ) | note
 *      call     = NAME "(" arguments ")" " "* "= " result [ " <" seconds ">" ]
 *      begin    = NAME "(" arguments " <unfinished ...>"
 *      end      = "<... " NAME " resumed>" rest of arguments ")" " "* "= " result [ " <" seconds ">" ]
 *      result   = number [ "<" what an fd is ">" ] | "-1 " ERROR " (" text ")" | "?" [ " " ERROR … ]
 *      note     = "strace: " … | "Process " N " attached" | "# strace …" | "...", where somebody cut
 *
 *  A line that neither ends nor says `<unfinished ...>` goes on in a line that begins with `)`, `,` or `=>`: the program's own output, or a note,
 *  stands between them. Output without a line feed stands before a call. A row is added where a call begins and filled where it ends. */

import { later } from '../base/language.ts';
import { errnoOf } from '../event/errno.ts';
import { MODELLED_ADVICE } from './advice.ts';
import { CALLS, type CallName, type Evidence, MOST_ROWS } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';
import { isDigit, Scan } from './scan.ts';
import { CallRow, doneOf, READ_CALLS } from './stracecalls.ts';
import { Prefix } from './straceprefix.ts';
import { readMessages } from './uffdmessage.ts';

const UNFINISHED = '<unfinished ...>';
const NOTE =
  /^(?:strace: |Process \d+ (?:attached|detached|resumed|suspended)|[#$] ?(?:sudo )?strace\b|\.\.\.\s*$)/;
const IS_UFFD = '<anon_inode:[userfaultfd]>';
const MESSAGE = [', "\\22\\0\\0\\0\\0\\0\\0\\0', ', "\\x12\\x00\\x00\\x00\\x00\\x00\\x00\\x00'];
const SIGNAL = /^--- (SIG\w+) (?:\{|\()/;
/** Calls that come in nearly every log of strace: a line that begins with one and has a result is nothing else. */
const FREQUENT =
  /^(?:mmap|munmap|mprotect|madvise|brk|read|write|open|openat|close|execve|futex|ioctl|poll|ppoll|recvmsg|sendmsg|clone3?|prctl|userfaultfd|lseek|fstat|newfstatat|access|rt_sig\w+|exit_group)$/;

export const strace: Format = {
  name: 'strace',
  title: later`strace`,
  recognise,
  reader: (evidence) => new Strace(evidence),
};

const probe = new Scan();
const probed = new Prefix();

function recognise(line: string): Sure {
  const scan = probe.of(line);
  probed.read(scan);
  if (scan.pass('<... ')) return line.includes(' resumed>', scan.at) ? 2 : 0;
  if (scan.pass('--- SIG')) return line.endsWith('---') ? 2 : 0;
  if (scan.pass('+++ ')) return line.endsWith(' +++') ? 2 : 0;
  if (NOTE.test(line)) return line.startsWith('.') ? 0 : 1;
  const name = scan.word();
  if (name === '' || isDigit(name.charCodeAt(0)) || scan.code !== 40) return 0;
  if (line.endsWith(UNFINISHED)) return 2;
  // Programs print that, too, beside a dump of their memory.
  if (line.startsWith('prctl(PR_GET_THP_DISABLE)')) return 0;
  if (resultAt(line, scan.at) < 0) return 0;
  return FREQUENT.test(name) || probed.pid >= 0 || probed.kind === 'wall' || probed.kind === 'day' ? 2 : 1;
}

/** Where the result of a call begins: behind `)`, blanks and `= `. -1 when the line has none. */
function resultAt(text: string, from: number): number {
  for (let at = text.lastIndexOf('= '); at > Math.max(0, from); at = text.lastIndexOf('= ', at - 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === 32) before--;
    if (text.charCodeAt(before) === 41) return at + 2;
    at = before + 1;
  }
  return -1;
}

/** A call of which only the beginning was printed: its row, or -1 when it is none of those that are kept. */
interface Open {
  readonly name: string;
  readonly row: number;
  /** It reads messages of userfaultfd. */
  readonly messages: boolean;
  readonly time: number;
}

class Strace implements LineReader {
  private readonly scan = new Scan();
  private readonly prefix = new Prefix();
  private readonly row = new CallRow();
  private readonly open = new Map<number, Open>();
  /** The call that goes on in the next lines, below output of the program. */
  private cut: (Open & { readonly pid: number }) | undefined;
  private readonly uffds = new Set<number>();
  private pid = 0;
  private comm = '';
  private time = Number.NaN;
  private days = 0;

  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    const { scan, prefix } = this;
    prefix.read(scan.of(text));
    const { code } = scan;
    if (this.cut && (code === 41 || code === 44 || code === 61)) return this.endCut(text, line);
    if (code === 60 && scan.pass('<... ')) {
      this.who(line);
      return this.resume(text, line);
    }
    if (code === 45 && scan.pass('--- ')) return this.signal(text, line);
    if (code === 43 && scan.pass('+++ ')) {
      this.who(line);
      this.open.delete(this.pid);
      return 'signal';
    }
    const from = scan.at;
    const name = scan.word();
    if (name === '' || scan.code !== 40 || isDigit(text.charCodeAt(from))) return this.other(text, line);
    this.who(line);
    scan.at++;
    return this.begin(name, text, line);
  }

  /** Notes who calls, and when. */
  private who(line: number): void {
    const { prefix, evidence } = this;
    const { pid } = prefix;
    const { text } = this.scan;
    const same =
      pid === this.pid &&
      (prefix.commTo === 0 ||
        (text.startsWith(this.comm, prefix.commFrom) &&
          prefix.commTo - prefix.commFrom === this.comm.length));
    if (!same) {
      this.pid = Math.max(0, pid);
      this.comm = prefix.commTo > 0 ? text.slice(prefix.commFrom, prefix.commTo) : '';
      if (pid >= 0) evidence.process(pid, this.comm, line);
    }
    const { kind, time } = prefix;
    if (kind === 'none') return;
    if (kind === 'wall') {
      evidence.timed('wall');
      this.time = time;
    } else if (kind === 'day') {
      evidence.timed('day');
      // A clock that falls by hours has passed midnight.
      if (time + this.days < this.time - 43_200) this.days += 86_400;
      this.time = time + this.days;
    } else {
      evidence.timed('relative');
      this.time = (Number.isNaN(this.time) ? 0 : this.time) + time;
    }
  }

  private begin(name: string, text: string, line: number): Outcome {
    this.cut = undefined;
    const known = READ_CALLS.get(name) ?? this.behindOutput(name);
    const messages = name === 'read' && this.readsMessages();
    if (!known && !messages) {
      // What was open of this thread is not: its end is missing.
      if (name === 'close') this.uffds.delete(this.scan.number());
      if (!text.endsWith(UNFINISHED) && resultAt(text, this.scan.at) < 0) this.leave(name, -1, false);
      return 'otherCall';
    }
    const { at } = this.scan;
    const result = text.endsWith(UNFINISHED) ? -2 : resultAt(text, at);
    if (messages) {
      if (result >= 0) return this.messages(text, at, result, line, this.time);
      if (result === -2) this.open.set(this.pid, { name, row: -1, messages, time: this.time });
      else this.leave(name, -1, true);
      return READ;
    }
    const [called, read] = known!;
    const row = this.row.of(called);
    read(row, this.scan);
    if (!row.wanted) {
      if (row.name === 'prctl') this.named(text, line);
      return 'otherCall';
    }
    const added = this.add(row, line);
    if (result >= 0) this.finish(added, row.name, text, at, result, line);
    else if (result === -2) this.open.set(this.pid, { name, row: added, messages, time: this.time });
    else this.leave(name, added, false);
    if (added < 0) return 'tooMany';
    return row.detail.startsWith('MADV_') && !MODELLED_ADVICE.has(row.detail) ? 'notModelled' : READ;
  }

  /** `hellommap(NULL, …`: output of the program, and a call on memory. */
  private behindOutput(name: string): ReturnType<(typeof READ_CALLS)['get']> {
    const { scan } = this;
    if (scan.code !== 48 && scan.code !== 78) return undefined;
    const called = INSIDE.find((call) => name.endsWith(call.slice(0, -1)));
    return called === undefined ? undefined : READ_CALLS.get(called.slice(0, -1));
  }

  private leave(name: string, row: number, messages: boolean): void {
    this.cut = { name, row, messages, time: this.time, pid: this.pid };
  }

  /** prctl(PR_SET_NAME, "CPU 0/KVM"…): the thread calls itself so. */
  private named(text: string, line: number): void {
    const name = /^prctl\(PR_SET_NAME, "([^"\\]{1,15})"/.exec(
      text.slice(text.indexOf('prctl('), 120 + text.length),
    )?.[1];
    if (name) this.evidence.process(this.pid, name, line);
  }

  private add(row: CallRow, line: number): number {
    const { calls } = this.evidence;
    if (calls.count >= MOST_ROWS) return -1;
    calls.time.push(this.time);
    calls.took.push(Number.NaN);
    calls.pid.push(this.pid);
    calls.line.push(line);
    calls.name.push(CALLS.indexOf(row.name));
    calls.start.push(row.start);
    calls.length.push(row.length);
    calls.other.push(row.other);
    calls.detail.push(calls.texts.number(row.detail));
    calls.result.push(Number.NaN);
    return calls.count - 1;
  }

  /** Fills in what a call returned: `from` is behind its name, `at` where the result begins. */
  private finish(row: number, name: CallName, text: string, from: number, at: number, line: number): void {
    if (row < 0) return;
    const { calls } = this.evidence;
    const result = this.resultOf(text, at);
    const done = name.startsWith('UFFDIO_') ? doneOf(text, from, errnoOf) : Number.NaN;
    // Bytes done count even where the call says EAGAIN.
    calls.result.set(row, Number.isNaN(done) || (done <= 0 && result < 0) ? result : done);
    const took = tookOf(text);
    if (!Number.isNaN(took)) calls.took.set(row, took);
    if (!(result >= 0)) return;
    if (name === 'userfaultfd') this.uffds.add(result);
    else if (name === 'fork' && result > 0) this.evidence.process(result, '', line, this.pid);
  }

  /** A value, -errno, or NaN for `?`. */
  private resultOf(text: string, at: number): number {
    const { scan } = this;
    const value = scan.of(text, at).number();
    if (value !== -1) return value;
    scan.blanks();
    if (scan.code === 40 && scan.pass('(errno ')) return -scan.number();
    const error = errnoOf(scan.word());
    return Number.isNaN(error) ? -1 : -error;
  }

  /** `<... NAME resumed>…`; `scan` stands before NAME. */
  private resume(text: string, line: number): Outcome {
    const { scan, pid } = this;
    const name = scan.word();
    if (!scan.find('resumed>')) return FOREIGN;
    // strace prints no pid as long as there is one process.
    if (!this.open.has(pid) && this.open.get(0)?.name === name) {
      this.open.set(pid, this.open.get(0)!);
      this.open.delete(0);
    }
    const known = this.open.get(pid);
    const wanted = READ_CALLS.has(name);
    if (!known || known.name !== name) {
      this.open.delete(pid);
      return wanted && name !== 'ioctl' && name !== 'prctl' ? 'headless' : 'otherCall';
    }
    const from = scan.at;
    const at = resultAt(text, from - 1);
    if (at < 0 && !text.endsWith(UNFINISHED)) {
      this.open.delete(pid);
      this.leave(name, known.row, known.messages);
      return READ;
    }
    if (at < 0) return READ;
    this.open.delete(pid);
    return this.close(known, text, from, at, line);
  }

  private close(open: Open, text: string, from: number, at: number, line: number): Outcome {
    if (open.messages) return this.messages(text, from, at, line, open.time);
    if (open.row < 0) return 'otherCall';
    this.finish(open.row, CALLS[this.evidence.calls.name.at(open.row)]!, text, from, at, line);
    return READ;
  }

  /** The second line of a call. */
  private endCut(text: string, line: number): Outcome {
    const cut = this.cut!;
    const at = resultAt(text, -1);
    if (at < 0) return 'output';
    this.cut = undefined;
    this.pid = cut.pid;
    return this.close(cut, text, 0, at, line);
  }

  /** read(17<anon_inode:[userfaultfd]>, …, of a number that userfaultfd() returned, or of what looks like a message about a page fault. */
  private readsMessages(): boolean {
    const { scan } = this;
    const { at } = scan;
    const fd = scan.number();
    const yes =
      scan.code === 60
        ? scan.pass(IS_UFFD)
        : this.uffds.has(fd) || MESSAGE.some((begin) => scan.text.startsWith(begin, scan.at));
    scan.at = at;
    return yes;
  }

  private messages(text: string, from: number, at: number, line: number, begun: number): Outcome {
    const buffer = text.indexOf('"', from);
    if (buffer < 0 || buffer > at) return 'failedCall';
    const took = tookOf(text);
    const time = Number.isNaN(took) ? this.time : begun + took;
    return readMessages(this.evidence, text, buffer + 1, { time, pid: this.pid, line }) > 0
      ? READ
      : 'damaged';
  }

  private signal(text: string, line: number): Outcome {
    this.who(line);
    const name = SIGNAL.exec(text.slice(this.scan.at - 4, this.scan.at + 40))?.[1];
    if (name !== 'SIGBUS' && name !== 'SIGSEGV') return 'signal';
    const { events } = this.evidence;
    if (events.count >= MOST_ROWS) return 'tooMany';
    const address = text.indexOf('si_addr=');
    events.time.push(this.time);
    events.pid.push(this.pid);
    events.line.push(line);
    events.name.push(events.texts.number(name));
    events.text.push(0);
    events.a.push(address < 0 ? Number.NaN : this.scan.of(text, address + 8).number());
    events.b.push(Number.NaN);
    return READ;
  }

  /** A line that does not begin like one of strace's. */
  private other(text: string, line: number): Outcome {
    if (NOTE.test(text)) return 'heading';
    const begin = callInside(text);
    if (begin > 0) {
      const { scan, prefix } = this;
      prefix.read(scan.of(text, begin));
      const name = scan.word();
      if (name !== '' && scan.code === 40) {
        this.who(line);
        scan.at++;
        return this.begin(name, text, line);
      }
    }
    return this.cut ? 'output' : FOREIGN;
  }
}

/** Seconds in `<…>` at the end of a line. */
function tookOf(text: string): number {
  if (text.charCodeAt(text.length - 1) !== 62) return Number.NaN;
  const at = text.lastIndexOf('<');
  return isDigit(text.charCodeAt(at + 1)) ? Number(text.slice(at + 1, -1)) : Number.NaN;
}

const INSIDE = ['mmap(', 'munmap(', 'mremap(', 'madvise(', 'mprotect('];

/** Where a call on memory begins behind output of the program; -1 where none does. */
function callInside(text: string): number {
  const bracket = text.indexOf('[pid ');
  if (bracket > 0) return bracket;
  for (const name of INSIDE) {
    const at = text.indexOf(name);
    if (at <= 0 || resultAt(text, at) < 0) continue;
    const argument = at + name.length;
    if (text.startsWith('0x', argument) || text.startsWith('NULL', argument)) return at;
  }
  return -1;
}
