/** The threads of a script. Every call or access that may sleep in a userfault is a thread of its own, plain data: it runs until
 *  it is done or sleeps, and goes on when its page is woken. */
import { PAGE_BYTES } from '../base/units.ts';
import { DST_LOAD, VCPU, who } from '../event/actor.ts';
import { EFAULT, ERESTARTSYS, errnoName } from '../event/errno.ts';
import { K, SIGBUS, SIGSEGV } from '../event/event.ts';
import { HOST_DST, HOST_SRC, PRESENT, UFFD_WP, YOUNG, ZERO } from '../event/pageword.ts';
import type { Recorder } from '../log/recorder.ts';
import { access, FAULT_SIGSEGV, HIT, MAPPED, USERFAULT, USERFAULT_WP } from '../mm/fault.ts';
import { madvise } from '../mm/madvise.ts';
import type { Mm, Uffd } from '../mm/mm.ts';
import { mlock } from '../mm/populate.ts';
import { storeShared } from '../mm/shmem.ts';
import type { FaultMessage, OpLine, ThreadLine } from './line.ts';
import type { At, OpOf } from './ops.ts';

/** Who makes the calls of a script. */
export const BY = who(DST_LOAD, HOST_DST);
const BY_THREAD = who(VCPU, HOST_DST);
const BY_CHILD_THREAD = who(VCPU, HOST_SRC);

/** How a call or an access ended: what it returned, and the error or signal. */
export interface Ended {
  readonly ret: number;
  readonly err?: string;
  readonly errno?: number;
  readonly sig?: string;
}

/** 0 or more as it is; a negative errno as -1, with its name. */
export function result(ret: number): Ended {
  return ret < 0 ? { ret: -1, err: errnoName(-ret), errno: -ret } : { ret };
}

/** What threads need of the machine around them. */
export interface Processes {
  readonly out: Recorder;
  readonly mm: Mm;
  readonly child: Mm | null;
  /** Byte address of `off` in a region. */
  address(region: string, off: number): number;
}

/** Operations that may sleep. */
export type ThreadOp = OpOf<
  | 'read'
  | 'write'
  | 'sysread'
  | 'child-read'
  | 'child-write'
  | 'read-range'
  | 'write-range'
  | 'madvise'
  | 'mlock'
>;

/** A call or an access under way: its registers are the next page and what it has done. */
interface Thread {
  /** Of its operation in the script. */
  readonly index: number;
  readonly op: ThreadOp;
  readonly mm: Mm;
  /** It runs in the child. */
  readonly child: boolean;
  /** Event of the operation. */
  readonly call: number;
  /** Next step: an access of a range, or the byte offset from which a call goes on. */
  at: number;
  /** Page it sleeps on, -1 for none. */
  waits: number;
  write: boolean;
  minflt: number;
  result: Ended | null;
}

const byOf = (t: Thread): number => (t.child ? BY_CHILD_THREAD : BY_THREAD);

/** The pages that an mlock or a munlock is about. */
export function lockRange(
  processes: Processes,
  op: { readonly region: string; readonly off: number; readonly len: number },
): { from: number; to: number } {
  const start = processes.address(op.region, op.off);
  return { from: Math.floor(start / PAGE_BYTES), to: Math.ceil((start + op.len) / PAGE_BYTES) };
}

type Advance = { readonly [N in ThreadOp['op']]: (threads: Threads, t: Thread, op: OpOf<N>) => Ended | null };

/** Runs a thread on: how it ended, or null when it sleeps. */
const ADVANCE: Advance = {
  read: (threads, t, op) => threads.read(t, op),
  'child-read': (threads, t, op) => threads.read(t, op),
  sysread: (threads, t, op) => threads.read(t, op),
  write: (threads, t, op) => threads.write(t, op, op.value),
  'child-write': (threads, t, op) => threads.write(t, op, op.value),
  'read-range': (threads, t, op) => threads.range(t, op, null),
  'write-range': (threads, t, op) => threads.range(t, op, op.value),
  madvise: (threads, t, op) => {
    const start = threads.processes.address(op.region, op.off);
    const ret = madvise(t.mm, start + t.at, op.len - t.at, op.advice, BY, t.call);
    if (ret !== -ERESTARTSYS) return result(ret);
    t.at = t.mm.blocked.page * PAGE_BYTES - start;
    return threads.sleepBlocked(t);
  },
  mlock: (threads, t, op) => {
    const { from, to } = lockRange(threads.processes, op);
    const ret = mlock(t.mm, from, to, BY, t.call);
    return ret === -ERESTARTSYS ? threads.sleepBlocked(t) : result(ret);
  },
};

export class Threads {
  /** Page faults that the monitor has not read. */
  faults: FaultMessage[] = [];
  private asleep: Thread[] = [];

  constructor(readonly processes: Processes) {}

  /** Threads that sleep now. */
  get sleeping(): readonly Thread[] {
    return this.asleep;
  }

  /** Starts an operation of `mm` that may sleep. */
  begin(op: ThreadOp, index: number, call: number, mm: Mm): Ended | 'blocked' {
    const child = mm === this.processes.child;
    const thread: Thread = {
      index,
      op,
      mm,
      child,
      call,
      at: 0,
      waits: -1,
      write: false,
      minflt: 0,
      result: null,
    };
    this.run(thread);
    if (thread.result) return thread.result;
    this.asleep.push(thread);
    return 'blocked';
  }

  /** The threads of `mm` die with it. */
  kill(mm: Mm): void {
    this.asleep = this.asleep.filter((t) => t.mm !== mm);
  }

  /** Threads whose page lies in a range that was woken go on, the last that fell asleep first (__wake_userfault). */
  wake(uffd: Uffd | null): void {
    if (!uffd) return;
    const { mm, out } = this.processes;
    const ranges = uffd.wakes;
    uffd.wakes = [];
    const woken = this.asleep
      .filter((t) => !t.result && t.mm === mm && ranges.some(([from, to]) => t.waits >= from && t.waits < to))
      .reverse();
    // All sleepers of a page wake before the first of them may fall asleep on it again.
    for (const page of new Set(woken.map((t) => t.waits))) {
      const sleepers = woken.filter((t) => t.waits === page);
      out.emit(K.WAKE, BY, page, sleepers.length, sleepers[0]!.call);
    }
    for (const t of woken) this.goOn(t);
  }

  /** Lists what became of threads that were asleep before the operation, and forgets those that are done. */
  settle(line: OpLine, before: readonly Thread[]): void {
    const { mm, child } = this.processes;
    const lines = before
      .filter((t) => t.mm === mm || child !== null)
      .map((t): ThreadLine => {
        const { index: of, op } = t;
        if (!t.result) return { of, op: op.text, st: 'blocked' };
        const { errno: _, ...ended } = t.result;
        return { of, op: op.text, st: 'done', ...ended, minflt: t.minflt };
      });
    if (lines.length) line.thr = lines;
    this.asleep = this.asleep.filter((t) => !t.result);
  }

  /** Runs a thread until it is done or sleeps. */
  private run(t: Thread): void {
    const before = t.mm.minflt;
    t.waits = -1;
    const advance = ADVANCE[t.op.op] as (threads: Threads, t: Thread, op: ThreadOp) => Ended | null;
    t.result = advance(this, t, t.op);
    t.minflt += t.mm.minflt - before;
  }

  private goOn(t: Thread): void {
    const { mm } = this.processes;
    const w = mm.side.words[t.waits]!;
    const there = (w & PRESENT) !== 0 && (!t.write || (w & (ZERO | UFFD_WP)) === 0);
    // The fault that slept is handled again, and counts, when the page is there by now; the kernel's own do not ask again.
    if (there && (t.op.op === 'read' || t.op.op === 'write' || t.op.op.endsWith('-range'))) mm.minflt++;
    this.run(t);
    if (there) t.minflt++;
  }

  private pageOf(region: string, off: number): number {
    return Math.floor(this.processes.address(region, off) / PAGE_BYTES);
  }

  read(t: Thread, { region, off }: At): Ended | null {
    const page = this.pageOf(region, off);
    const ended = this.touch(t, page, false);
    if (t.waits >= 0) return null;
    return ended ?? { ret: t.mm.version[page]! & 255 };
  }

  write(t: Thread, { region, off }: At, value: number): Ended | null {
    const page = this.pageOf(region, off);
    const ended = this.touch(t, page, true);
    if (ended || t.waits >= 0) return ended;
    this.fill(t, page, value);
    return { ret: 0 };
  }

  /** Accesses of a range from where the thread is: writes of `value`, reads without one. */
  range(t: Thread, op: OpOf<'read-range' | 'write-range'>, value: number | null): Ended | null {
    const pageAt = (i: number) => this.pageOf(op.region, op.off + i * op.stride);
    const first = t.at;
    let ended: Ended | null = null;
    for (; t.at * op.stride < op.len; t.at++) {
      ended = this.touch(t, pageAt(t.at), value !== null);
      if (ended || t.waits >= 0) break;
    }
    if (value !== null) this.fillRuns(t, first, t.at, pageAt, value);
    return ended || t.waits >= 0 ? ended : { ret: t.at };
  }

  /** One access. Null when it went through or sleeps (`waits` says which); else what ended the thread. */
  private touch(t: Thread, page: number, write: boolean): Ended | null {
    const { mm } = t;
    const { out } = this.processes;
    const user = t.op.op !== 'sysread';
    const by = byOf(t);
    const touched = access(mm, page, write, by, t.call, user);
    if (touched === HIT || touched === MAPPED) {
      // Of a range only reads that change something are events.
      if (!write && (t.op.op !== 'read-range' || !(mm.side.words[page]! & YOUNG)))
        out.emit(K.READ, by, page, 0, t.call);
      return null;
    }
    if (touched === USERFAULT || touched === USERFAULT_WP) {
      this.sleep(t, page, write, touched === USERFAULT_WP);
      return null;
    }
    if (!user) return result(-EFAULT);
    const signal = touched === FAULT_SIGSEGV ? SIGSEGV : SIGBUS;
    out.emit(K.SIGNAL, by, page, signal, t.call);
    return { ret: -1, sig: signal === SIGSEGV ? 'SIGSEGV' : 'SIGBUS' };
  }

  private sleep(t: Thread, page: number, write: boolean, wp: boolean): void {
    t.waits = page;
    t.write = write;
    this.processes.out.emit(K.UFFD_FAULT, byOf(t), page, (write ? 1 : 0) | (wp ? 2 : 0), t.call);
    const flags = [...(write ? ['write'] : []), ...(wp ? ['wp'] : [])];
    this.faults.push({ page, flags, child: t.child });
  }

  /** The call returned -ERESTARTSYS: it sleeps where its address space says. */
  sleepBlocked(t: Thread): null {
    const { page, write, wp } = t.mm.blocked;
    this.sleep(t, page, write, wp);
    return null;
  }

  private fill(t: Thread, page: number, value: number, n = 1): void {
    if (t.mm.isFile(page)) for (let p = page; p < page + n; p++) storeShared(t.mm, p, value & 255);
    else t.mm.version.fill(value & 255, page, page + n);
    this.processes.out.emit(K.FILL, byOf(t), page, ((value & 255) | ((n - 1) << 8)) >>> 0, t.call);
  }

  /** Accesses `from` to `to` of a range went through: runs of neighbouring pages are one event each. */
  private fillRuns(t: Thread, from: number, to: number, pageAt: (i: number) => number, value: number): void {
    for (let i = from; i < to; ) {
      const page = pageAt(i);
      let n = 1;
      while (i + n < to && pageAt(i + n) === page + n) n++;
      this.fill(t, page, value, n);
      i += n;
    }
  }
}
