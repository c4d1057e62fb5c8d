/** Runs a `.mm` script on the engine, one operation at a time: the same operations that the recorder does on a real kernel.
 *  Every access is a thread of its own, plain data, that may sleep in a userfault and go on when it is woken. */
import { PAGE_BYTES, PMD_ORDER } from '../base/units.ts';
import { DST_LOAD, KHUGEPAGED, VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { EBADF, EFAULT, EINVAL, ERESTARTSYS, ESRCH, errnoName } from '../event/errno.ts';
import { K, SIGBUS, SIGSEGV } from '../event/event.ts';
import { HOST_DST, HOST_SRC, PMD_HUGE, PRESENT, UFFD_WP, YOUNG, ZERO } from '../event/pageword.ts';
import { SCAN_NAMES, SCAN_SUCCEED } from '../event/scan.ts';
import { VM_SHARED } from '../event/vmalist.ts';
import type { Recorder } from '../log/recorder.ts';
import type { Era } from '../mm/era.ts';
import { access, FAULT_SIGSEGV, HIT, MAPPED, type Touch, USERFAULT, USERFAULT_WP } from '../mm/fault.ts';
import { exit, fork } from '../mm/fork.ts';
import { scanEverything } from '../mm/khugepaged.ts';
import { madvise, processMadvise } from '../mm/madvise.ts';
import { type Filled, uffdioCopy, uffdioPoison, uffdioWriteprotect, uffdioZeropage } from '../mm/mfill.ts';
import { Mm } from '../mm/mm.ts';
import { mmap, munmap } from '../mm/mmap.ts';
import { uffdioMove } from '../mm/move.ts';
import { mprotect } from '../mm/mprotect.ts';
import { mremap } from '../mm/mremap.ts';
import { pagemapScan, type ScannedRange } from '../mm/pagemap.ts';
import { mlock, munlock } from '../mm/populate.ts';
import { storeShared } from '../mm/shmem.ts';
import { type SizeEnabled, System, type ThpEnabled } from '../mm/system.ts';
import { pmdEnabled } from '../mm/thp.ts';
import { Uffd } from '../mm/uffd.ts';
import { userfaultfdClose, userfaultfdRegister, userfaultfdUnregister } from '../mm/userfaultfd.ts';
import { type Layout, layOut, type Region, regionAt } from './layout.ts';
import type { Op, Script } from './ops.ts';
import { type RegionState, regionState } from './state.ts';

const BY = who(DST_LOAD, HOST_DST);
const BY_CHILD = who(DST_LOAD, HOST_SRC);
const BY_THREAD = who(VCPU, HOST_DST);
const BY_CHILD_THREAD = who(VCPU, HOST_SRC);

/** Operations on an open userfaultfd, and what each reports besides its result. */
const NEEDS_UFFD: Readonly<Partial<Record<Op['op'], 'copy' | 'zeropage' | 'updated' | 'move' | null>>> = {
  'uffd-close': null,
  'uffd-register': null,
  'uffd-unregister': null,
  'uffd-wake': null,
  'uffd-copy': 'copy',
  'uffd-zeropage': 'zeropage',
  'uffd-poison': 'updated',
  'uffd-wp': null,
  'uffd-move': 'move',
};

/** An operation that the engine does not model; the runner says so by name. */
export class NotModelled extends Error {}

/** A message that the monitor read. */
export type ReadMessage = Readonly<Record<string, unknown>>;

/** A verdict as `khugepaged-run` and MADV_COLLAPSE report it. */
export interface ScanLine {
  readonly fn: 'scan_pmd' | 'collapse' | 'scan_file' | 'collapse_file';
  readonly status: string;
  readonly none_or_zero?: number;
  times: number;
}

export interface ThreadLine {
  readonly of: number;
  readonly op: string;
  readonly st: 'blocked' | 'done';
  readonly ret?: number;
  readonly err?: string;
  readonly sig?: string;
  readonly minflt?: number;
}

/** What an operation returned, and the state after it: one line of the recorded format. */
export interface OpLine {
  readonly rec: 'op';
  readonly i: number;
  readonly line: number;
  readonly op: string;
  blocked?: true;
  ret: number | null;
  err?: string;
  sig?: string;
  thr?: ThreadLine[];
  ev?: ReadMessage[];
  scan?: ScanLine[];
  kh?: { collapsed: number };
  copy?: number;
  zeropage?: number;
  move?: number;
  updated?: number;
  regions?: readonly ScannedRange[];
  get?: number;
  pfn?: Readonly<Record<string, number>>;
  old_frame?: { still_in_large_folio: boolean };
  minflt?: number;
  vmpte_kb?: number;
  st?: Record<string, RegionState>;
  child?: Record<string, RegionState>;
}

/** A call or an access under way: its registers are the next page and what it has done. */
interface Thread {
  readonly index: number;
  readonly op: Op;
  readonly mm: Mm;
  /** Event of the operation. */
  readonly call: number;
  /** Next step: an access of a range, or the byte offset from which a call goes on. */
  at: number;
  /** Page it sleeps on. */
  waits: number;
  write: boolean;
  minflt: number;
  result: Ended | null;
}

/** How a call or an access ended: what it returned, and the error or signal. */
interface Ended {
  readonly ret: number;
  readonly err?: string;
  readonly errno?: number;
  readonly sig?: string;
}

type Outcome = Ended | 'blocked';

export class ScriptMachine {
  readonly layout: Layout;
  readonly sys: System;
  readonly mm: Mm;
  child: Mm | null = null;
  private next = 0;
  private readonly known = new Set<string>();
  private threads: Thread[] = [];
  private readonly marked = new Map<string, Int32Array>();

  constructor(
    readonly script: Script,
    readonly out: Recorder,
    era: Era = script.era,
  ) {
    this.layout = layOut(script);
    out.state.trackFolios();
    this.sys = new System('madvise', era);
    this.mm = new Mm(out, HOST_DST, this.sys);
  }

  get done(): boolean {
    return this.next >= this.script.ops.length;
  }

  /** Runs the next operation. `withState`: the line tells every region as it then is, which takes a look at each page. Throws
   *  NotModelled. */
  step(withState = true): OpLine {
    const index = this.next++;
    const op = this.script.ops[index]!;
    const { out, mm } = this;
    const call = out.emit(K.OP, BY, index, 0, NO_CAUSE);
    const line: OpLine = { rec: 'op', i: index, line: op.line, op: op.text, ret: 0 };
    const blockedBefore = [...this.threads];
    const tables = this.tables();
    mm.minflt = 0;
    mm.onVerdict = (v) => this.tellVerdict(line, v);
    const { uffd } = mm;
    const outcome = this.perform(op, index, call, line);
    const minflt = mm.minflt;
    if (outcome === 'blocked') {
      line.blocked = true;
      line.ret = null;
    } else {
      const { errno: _, ...told } = outcome;
      Object.assign(line, told);
    }
    this.wake(uffd ?? mm.uffd);
    this.settle(line, blockedBefore);
    line.minflt = minflt;
    const grown = this.tables() - tables;
    if (grown !== 0) line.vmpte_kb = grown * 4;
    this.readMessages(line);
    out.emit(K.OP_RETURN, BY, index, outcome === 'blocked' ? 0 : (outcome.errno ?? 0), call);
    out.now += Math.max(1000, Math.round(mm.takeSpent()));
    if (withState) this.printState(line);
    return line;
  }

  private printState(line: OpLine): void {
    const of = (mm: Mm) => {
      const state: Record<string, RegionState> = {};
      for (const name of this.known) state[name] = regionState(mm, this.region(name));
      return state;
    };
    line.st = of(this.mm);
    if (this.child) line.child = of(this.child);
  }

  /** Page tables of the process: a huge mapping has one deposited. */
  private tables(): number {
    let n = 0;
    const { mm } = this;
    mm.side.pmd.forEach((pmd, region) => {
      // A file's huge mapping needs none.
      if (pmd && !(pmd === PMD_HUGE && mm.isFile(region << PMD_ORDER))) n++;
    });
    return n;
  }

  /** Some VMA still maps the file that was once mapped at this region. */
  private isFileAlive(name: string): boolean {
    const { base, len } = this.region(name);
    return [this.mm, this.child].some((mm) =>
      mm?.side.vmas.list.some((v) => v.flags & VM_SHARED && v.pgoff >= base && v.pgoff < base + len),
    );
  }

  private region(name: string): Region {
    return this.layout.regions.get(name)!;
  }

  private address(name: string, off: number): number {
    return this.region(name).base * PAGE_BYTES + off;
  }

  private perform(op: Op, index: number, call: number, line: OpLine): Outcome {
    const { mm, sys } = this;
    const report = NEEDS_UFFD[op.op];
    if (report !== undefined && !mm.uffd) {
      if (report) line[report] = 0;
      return result(-EBADF);
    }
    switch (op.op) {
      case 'mmap': {
        if (op.backing !== 'private' && this.isFileAlive(op.region))
          throw new NotModelled('mmap over a file that is still mapped elsewhere');
        this.known.add(op.region);
        const { base, len } = this.region(op.region);
        return result(mmap(mm, base, len, op, BY, call));
      }
      case 'munmap':
        return result(munmap(mm, this.address(op.region, op.off), op.len, BY, call));
      case 'mprotect':
        return result(mprotect(mm, this.address(op.region, op.off), op.len, op.prot, BY, call));
      case 'munlock': {
        const { from, to } = this.lockRange(op.region, op.off, op.len);
        return result(munlock(mm, from, to, BY, call));
      }
      case 'mremap': {
        const { base } = this.region(op.to);
        const how = { to: base, dontunmap: op.dontunmap };
        const ret = mremap(mm, this.address(op.region, op.off), op.len, how, BY, call);
        // Over several VMAs it may fail with some of them moved.
        if (ret >= 0 || mm.side.vmas.find(base)) this.known.add(op.to);
        return result(ret);
      }
      case 'madvise':
        return this.begin(op, index, call, mm);
      case 'mlock':
      case 'read':
      case 'write':
      case 'read-range':
      case 'write-range':
      case 'sysread':
        return this.begin(op, index, call, mm);
      case 'child-read':
      case 'child-write':
        if (!this.child) return result(-ESRCH);
        return this.begin(op, index, call, this.child);
      case 'flood': {
        let good = 0;
        for (let i = 0; i < op.count; i++) {
          const start = this.address(op.region, op.off + i * op.stride);
          if (madvise(mm, start, op.len, op.advice, BY, call) === 0) good++;
        }
        return { ret: good };
      }
      case 'pmadvise': {
        const range = { ...op, start: this.address(op.region, op.off) };
        const target = op.child && this.child ? this.child : mm;
        return result(processMadvise(target, range, op.advice, op.child, op.child ? BY_CHILD : BY, call));
      }
      case 'uffd-open':
        mm.uffd = new Uffd(op.features);
        this.out.emit(K.UFFD_OPEN, BY, 0, 0, call);
        return { ret: 0 };
      case 'uffd-close':
        userfaultfdClose(mm, BY, call);
        mm.uffd = null;
        return { ret: 0 };
      case 'uffd-register':
        return result(userfaultfdRegister(mm, this.address(op.region, op.off), op.len, op.mode, BY, call));
      case 'uffd-unregister':
        return result(userfaultfdUnregister(mm, this.address(op.region, op.off), op.len, BY, call));
      case 'uffd-wake': {
        const start = this.address(op.region, op.off);
        if (start % PAGE_BYTES || op.len % PAGE_BYTES || op.len === 0) return result(-EINVAL);
        mm.uffd?.wake(start / PAGE_BYTES, (start + op.len) / PAGE_BYTES);
        return { ret: 0 };
      }
      case 'uffd-copy': {
        const filled = uffdioCopy(mm, this.address(op.region, op.off), op.len, op.value, op, BY, call);
        line.copy = filled.done;
        return ioctl(filled);
      }
      case 'uffd-zeropage': {
        const filled = uffdioZeropage(mm, this.address(op.region, op.off), op.len, op.dontwake, BY, call);
        line.zeropage = filled.done;
        return ioctl(filled);
      }
      case 'uffd-poison': {
        const filled = uffdioPoison(mm, this.address(op.region, op.off), op.len, BY, call);
        line.updated = filled.done;
        return ioctl(filled);
      }
      case 'uffd-wp': {
        const start = this.address(op.region, op.off);
        return result(uffdioWriteprotect(mm, start, op.len, op.protect === 'on', op.dontwake, BY, call));
      }
      case 'uffd-move': {
        const how = {
          ...op,
          dst: this.address(op.region, op.off),
          src: this.address(op.from, op.fromOff),
        };
        const filled = uffdioMove(mm, how, BY, call);
        line.move = filled.done;
        return ioctl(filled);
      }
      case 'pagemap-scan': {
        const found = pagemapScan(mm, this.address(op.region, op.off), op.len, op, BY, call);
        line.regions = [];
        if (typeof found === 'number') return result(found);
        const { base } = this.region(op.region);
        line.regions = found.map(([p, n, c]) => [p - base, n, c]);
        return { ret: found.length };
      }
      case 'khugepaged-run':
        this.runKhugepaged(op.passes, call, line);
        return { ret: 0 };
      case 'khugepaged-set':
        sys.khugepaged[op.knob] = op.value;
        return { ret: 0 };
      case 'thp-enabled':
        sys.enabled = op.value;
        return { ret: 0 };
      case 'thp-defrag':
        sys.defrag = op.value;
        return { ret: 0 };
      case 'thp-set':
        this.setThp(op.knob, op.value);
        return { ret: 0 };
      case 'prctl-thp-disable':
        return this.thpDisable(op.value, call, line);
      case 'fork':
        this.child = new Mm(this.out, HOST_SRC, sys);
        fork(mm, this.child, BY, call);
        return { ret: 0 };
      case 'reap':
        if (this.child) {
          this.threads = this.threads.filter((t) => t.mm !== this.child);
          exit(this.child, BY_CHILD, call);
        }
        this.child = null;
        return { ret: 0 };
      case 'pfn-mark':
        this.marked.set(op.region, this.frames(op.region));
        return { ret: 0 };
      case 'pfn-check':
        line.pfn = this.compareFrames(op.region);
        return { ret: 0 };
      case 'pfn-old': {
        const page = Math.floor(op.off / PAGE_BYTES);
        const frame = this.marked.get(op.region)?.[page] ?? 0;
        const { folios } = mm;
        const large =
          frame > 0 && folios !== null && folios.orderAt(frame) > 0 && folios.isMapped(folios.folioAt(frame));
        line.old_frame = { still_in_large_folio: large };
        return { ret: 0 };
      }
      case 'sleep':
        this.out.now += op.ms * 1e6;
        return { ret: 0 };
    }
  }

  private lockRange(name: string, off: number, len: number): { from: number; to: number } {
    const start = this.address(name, off);
    return { from: Math.floor(start / PAGE_BYTES), to: Math.ceil((start + len) / PAGE_BYTES) };
  }

  /** Starts a call or an access that may sleep. */
  private begin(op: Op, index: number, call: number, mm: Mm): Outcome {
    const thread: Thread = {
      index,
      op,
      mm,
      call,
      at: 0,
      waits: -1,
      write: false,
      minflt: 0,
      result: null,
    };
    this.run(thread);
    if (thread.result) return thread.result;
    this.threads.push(thread);
    return 'blocked';
  }

  /** Runs a thread until it is done or sleeps. */
  private run(thread: Thread): void {
    const before = thread.mm.minflt;
    thread.waits = -1;
    thread.result = this.advance(thread);
    thread.minflt += thread.mm.minflt - before;
  }

  private advance(t: Thread): Thread['result'] {
    const { op, mm } = t;
    switch (op.op) {
      case 'read':
      case 'child-read':
      case 'sysread': {
        const outcome = this.touch(t, this.page(op), false);
        if (t.waits >= 0) return null;
        return outcome ?? { ret: mm.version[this.page(op)]! & 255 };
      }
      case 'write':
      case 'child-write': {
        const outcome = this.touch(t, this.page(op), true);
        if (outcome) return outcome;
        if (t.waits >= 0) return null;
        this.fill(t, this.page(op), op.value);
        return { ret: 0 };
      }
      case 'read-range':
      case 'write-range': {
        const write = op.op === 'write-range';
        const pageAt = (i: number) =>
          Math.floor(this.address(op.region, op.off + i * op.stride) / PAGE_BYTES);
        const first = t.at;
        let ended: Thread['result'] = null;
        for (; t.at * op.stride < op.len; t.at++) {
          ended = this.touch(t, pageAt(t.at), write);
          if (ended || t.waits >= 0) break;
        }
        if (write) this.fillRuns(t, first, t.at, pageAt, op.value);
        if (ended || t.waits >= 0) return ended;
        return { ret: t.at };
      }
      case 'madvise': {
        const start = this.address(op.region, op.off);
        const ret = madvise(mm, start + t.at, op.len - t.at, op.advice, BY, t.call);
        if (ret !== -ERESTARTSYS) return result(ret);
        t.at = mm.blocked.page * PAGE_BYTES - start;
        this.sleep(t, mm.blocked.page, mm.blocked.write, mm.blocked.wp);
        return null;
      }
      case 'mlock': {
        const { from, to } = this.lockRange(op.region, op.off, op.len);
        const ret = mlock(mm, from, to, BY, t.call);
        if (ret !== -ERESTARTSYS) return result(ret);
        this.sleep(t, mm.blocked.page, mm.blocked.write, mm.blocked.wp);
        return null;
      }
      default:
        throw new NotModelled(op.op);
    }
  }

  private page(op: Op & { region: string; off: number }): number {
    return Math.floor(this.address(op.region, op.off) / PAGE_BYTES);
  }

  /** One access. Null when it went through or sleeps (`waits` says which); else what ended the thread. */
  private touch(t: Thread, page: number, write: boolean): Thread['result'] {
    const { mm } = t;
    const user = t.op.op !== 'sysread';
    const by = mm === this.child ? BY_CHILD_THREAD : BY_THREAD;
    const touched: Touch = access(mm, page, write, by, t.call, user);
    if (touched === HIT || touched === MAPPED) {
      // Of a range only what a read changes is told.
      if (!write && (t.op.op !== 'read-range' || !(mm.side.words[page]! & YOUNG)))
        this.out.emit(K.READ, by, page, 0, t.call);
      return null;
    }
    if (touched === USERFAULT || touched === USERFAULT_WP) {
      this.sleep(t, page, write, touched === USERFAULT_WP);
      return null;
    }
    if (!user) return result(-EFAULT);
    const signal = touched === FAULT_SIGSEGV ? SIGSEGV : SIGBUS;
    this.out.emit(K.SIGNAL, by, page, signal, t.call);
    return { ret: -1, sig: signal === SIGSEGV ? 'SIGSEGV' : 'SIGBUS' };
  }

  private sleep(t: Thread, page: number, write: boolean, wp: boolean): void {
    t.waits = page;
    t.write = write;
    const by = t.mm === this.child ? BY_CHILD_THREAD : BY_THREAD;
    this.out.emit(K.UFFD_FAULT, by, page, (write ? 1 : 0) | (wp ? 2 : 0), t.call);
    const flags = [...(write ? ['write'] : []), ...(wp ? ['wp'] : [])];
    this.faults.push({ page, flags, child: t.mm === this.child });
  }

  private faults: { page: number; flags: string[]; child: boolean }[] = [];

  private fill(t: Thread, page: number, value: number, n = 1): void {
    if (t.mm.isFile(page)) for (let p = page; p < page + n; p++) storeShared(t.mm, p, value & 255);
    else t.mm.version.fill(value & 255, page, page + n);
    const by = t.mm === this.child ? BY_CHILD_THREAD : BY_THREAD;
    this.out.emit(K.FILL, by, page, ((value & 255) | ((n - 1) << 8)) >>> 0, t.call);
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

  /** Threads whose page lies in a range that was woken go on, the last that fell asleep first (__wake_userfault). */
  private wake(uffd: Uffd | null): void {
    if (!uffd) return;
    const ranges = uffd.wakes;
    uffd.wakes = [];
    const woken = this.threads
      .filter(
        (t) => !t.result && t.mm === this.mm && ranges.some(([from, to]) => t.waits >= from && t.waits < to),
      )
      .reverse();
    // All sleepers of a page wake before the first of them may fall asleep on it again.
    for (const page of new Set(woken.map((t) => t.waits))) {
      const sleepers = woken.filter((t) => t.waits === page);
      this.out.emit(K.WAKE, BY, page, sleepers.length, sleepers[0]!.call);
    }
    for (const t of woken) this.goOn(t);
  }

  private goOn(t: Thread): void {
    const w = this.mm.side.words[t.waits]!;
    const there = (w & PRESENT) !== 0 && (!t.write || (w & (ZERO | UFFD_WP)) === 0);
    // The fault that slept is handled again, and counts, when the page is there by now; the kernel's own do not ask again.
    if (there && (t.op.op === 'read' || t.op.op === 'write' || t.op.op.endsWith('-range'))) this.mm.minflt++;
    this.run(t);
    if (there) t.minflt++;
  }

  /** Lists what became of threads that were asleep before the operation. */
  private settle(line: OpLine, before: readonly Thread[]): void {
    const lines = before
      .filter((t) => t.mm === this.mm || this.child !== null)
      .map((t): ThreadLine => {
        const { index: of, op } = t;
        if (!t.result) return { of, op: op.text, st: 'blocked' };
        const { errno: _, ...told } = t.result;
        return { of, op: op.text, st: 'done', ...told, minflt: t.minflt };
      });
    if (lines.length) line.thr = lines;
    this.threads = this.threads.filter((t) => !t.result);
  }

  private readMessages(line: OpLine): void {
    const ev: ReadMessage[] = [];
    const at = (page: number) => {
      const region = regionAt(this.layout, page)!;
      return { region: region.name, page: page - region.base };
    };
    for (const m of this.mm.uffd?.messages ?? []) {
      if (m.event === 'fork') ev.push({ event: 'fork' });
      else if (m.event === 'remap') {
        const from = at(m.page);
        ev.push({ event: 'remap', from: from.region, page: from.page, to: at(m.to), pages: m.n });
      } else ev.push({ event: m.event, ...at(m.page), pages: m.n });
    }
    for (const { page, flags, child } of this.faults)
      ev.push({ event: 'pagefault', ...at(page), flags, ...(child ? { child: true } : {}) });
    this.faults = [];
    if (this.mm.uffd) this.mm.uffd.messages = [];
    if (ev.length) line.ev = ev;
  }

  private setThp(knob: string, value: string): void {
    const { sys } = this;
    const size = /^hugepages-(\d+)kB\/enabled$/.exec(knob);
    if (size) sys.sizes[Math.log2(Number(size[1]) / 4)] = value as SizeEnabled;
    else if (knob === 'enabled') sys.enabled = value as ThpEnabled;
    else if (knob === 'defrag') sys.defrag = value;
    else if (knob === 'use_zero_page') sys.useZeroPage = value === '1';
    else if (knob !== 'shrink_underused') throw new NotModelled(`thp-set ${knob}`);
  }

  private thpDisable(value: 0 | 1 | 2, call: number, line: OpLine): Outcome {
    const { mm, sys } = this;
    if (value === 2 && !sys.rules.has('thp-disable-except-advised')) return result(-EINVAL);
    mm.thpDisable = value === 0 ? 'off' : value === 1 ? 'completely' : 'except-advised';
    this.out.emit(K.THP_DISABLE, BY, 0, value, call);
    line.get = value === 2 ? 3 : value;
    return { ret: 0 };
  }

  private runKhugepaged(passes: number, call: number, line: OpLine): void {
    const { mm } = this;
    let collapsed = 0;
    line.scan = [];
    if (pmdEnabled(this.sys))
      for (let pass = 0; pass < passes; pass++) {
        const by = (one: Mm) => who(KHUGEPAGED, one.host);
        const wake = this.out.emit(K.KH_WAKE, who(KHUGEPAGED, HOST_DST), 0, pass + 1, call);
        scanEverything(
          [mm, ...(this.child ? [this.child] : [])].filter((one) => one.enlisted),
          by,
          wake,
          (one, verdict) => {
            if (verdict.collapse === SCAN_SUCCEED) collapsed++;
            if (one === mm) this.tellVerdict(line, verdict);
          },
        );
      }
    line.kh = { collapsed };
  }

  private tellVerdict(
    line: OpLine,
    v: { code: number; none: number; collapse: number | null; file?: boolean },
  ): void {
    line.scan ??= [];
    const add = (one: ScanLine) => {
      const same = line.scan?.find(
        (s) => s.fn === one.fn && s.status === one.status && s.none_or_zero === one.none_or_zero,
      );
      if (same) same.times++;
      else line.scan?.push(one);
    };
    if (v.file) {
      if (v.collapse !== null)
        add({ fn: 'collapse_file', status: SCAN_NAMES[v.collapse] as string, times: 1 });
      add({ fn: 'scan_file', status: SCAN_NAMES[v.code] as string, times: 1 });
      return;
    }
    if (v.collapse !== null) add({ fn: 'collapse', status: SCAN_NAMES[v.collapse] as string, times: 1 });
    add({ fn: 'scan_pmd', status: SCAN_NAMES[v.code] as string, none_or_zero: v.none, times: 1 });
  }

  /** Frames of a region, -1 for the zero page, 0 for holes. */
  private frames(name: string): Int32Array {
    const { base, len } = this.region(name);
    return Int32Array.from({ length: len }, (_, i) => {
      const w = this.mm.side.words[base + i]!;
      if (!(w & PRESENT)) return 0;
      return w & ZERO ? -1 : this.mm.frame(base + i);
    });
  }

  private compareFrames(name: string): Record<string, number> {
    const old = this.marked.get(name);
    const now = this.frames(name);
    const count = { same: 0, moved: 0, gone: 0, new: 0, absent: 0 };
    now.forEach((frame, i) => {
      const was = old?.[i] ?? 0;
      if (was === 0) count[frame ? 'new' : 'absent']++;
      else if (frame === 0) count.gone++;
      else count[frame === was ? 'same' : 'moved']++;
    });
    return count;
  }
}

/** 0 or more as it is; a negative errno as -1, with its name. */
function result(ret: number): Ended {
  return ret < 0 ? { ret: -1, err: errnoName(-ret), errno: -ret } : { ret };
}
const ioctl = (filled: Filled): Ended => result(filled.ret);
