/** What each operation of a script does: one handler per operation, all calls of the engine. */
import { worded } from '../base/language.ts';
import { PAGE_BYTES } from '../base/units.ts';
import { DST_LOAD, KHUGEPAGED, who } from '../event/actor.ts';
import { EBADF, EINVAL, ESRCH } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, PRESENT, ZERO } from '../event/pageword.ts';
import { SCAN_SUCCEED } from '../event/scan.ts';
import { VM_SHARED } from '../event/vmalist.ts';
import { exit, fork } from '../mm/fork.ts';
import { scanEverything } from '../mm/khugepaged.ts';
import { madvise, processMadvise } from '../mm/madvise.ts';
import { uffdioCopy, uffdioPoison, uffdioWriteprotect, uffdioZeropage } from '../mm/mfill.ts';
import { Mm, Uffd } from '../mm/mm.ts';
import { mmap, munmap } from '../mm/mmap.ts';
import { uffdioMove } from '../mm/move.ts';
import { mprotect } from '../mm/mprotect.ts';
import { mremap } from '../mm/mremap.ts';
import { pagemapScan } from '../mm/pagemap.ts';
import { munlock } from '../mm/populate.ts';
import type { SizeEnabled, System, ThpEnabled } from '../mm/system.ts';
import { pmdEnabled } from '../mm/thp.ts';
import { userfaultfdClose, userfaultfdRegister, userfaultfdUnregister } from '../mm/userfaultfd.ts';
import type { Region } from './layout.ts';
import { addVerdict, type OpLine } from './line.ts';
import type { Op, OpName, OpOf, ThpKnob } from './ops.ts';
import { BY, type Ended, lockRange, type Processes, result, type ThreadOp, type Threads } from './threads.ts';

const BY_CHILD = who(DST_LOAD, HOST_SRC);
const BY_KHUGEPAGED = who(KHUGEPAGED, HOST_DST);

/** An operation that the engine does not model; the message names it. */
export class NotModelled extends Error {}

/** The machine that operations act on. */
export interface Target extends Processes {
  readonly sys: System;
  child: Mm | null;
  readonly threads: Threads;
  /** Regions that were mapped once. */
  readonly known: Set<string>;
  /** Frames that pfn-mark saw, by region. */
  readonly marked: Map<string, Int32Array>;
  region(name: string): Region;
}

/** An operation under way: its place in the script, its event, and the line that reports it. */
export interface Call {
  readonly index: number;
  readonly event: number;
  readonly line: OpLine;
}

export type Outcome = Ended | 'blocked';

type Handlers = { readonly [N in OpName]: (m: Target, op: OpOf<N>, call: Call) => Outcome };

const DONE: Ended = { ret: 0 };

const startOf = (m: Target, op: { readonly region: string; readonly off: number }): number =>
  m.address(op.region, op.off);

/** Operations that may sleep are threads. */
const inProcess = (m: Target, op: ThreadOp, { index, event }: Call): Outcome =>
  m.threads.begin(op, index, event, m.mm);
const inChild = (m: Target, op: ThreadOp, { index, event }: Call): Outcome =>
  m.child ? m.threads.begin(op, index, event, m.child) : result(-ESRCH);

const HANDLERS: Handlers = {
  mmap: (m, op, { event }) => {
    if (op.backing !== 'private' && isFileAlive(m, op.region))
      throw new NotModelled(worded`mmap over a file that is still mapped elsewhere`);
    m.known.add(op.region);
    const { base, len } = m.region(op.region);
    return result(mmap(m.mm, base, len, op, BY, event));
  },
  munmap: (m, op, { event }) => result(munmap(m.mm, startOf(m, op), op.len, BY, event)),
  mprotect: (m, op, { event }) => result(mprotect(m.mm, startOf(m, op), op.len, op.prot, BY, event)),
  munlock: (m, op, { event }) => {
    const { from, to } = lockRange(m, op);
    return result(munlock(m.mm, from, to, BY, event));
  },
  mremap: (m, op, { event }) => {
    const { base } = m.region(op.to);
    const how = { to: base, dontunmap: op.dontunmap };
    const ret = mremap(m.mm, startOf(m, op), op.len, how, BY, event);
    // Over several VMAs it may fail with some of them moved.
    if (ret >= 0 || m.mm.side.vmas.find(base)) m.known.add(op.to);
    return result(ret);
  },

  madvise: inProcess,
  mlock: inProcess,
  read: inProcess,
  write: inProcess,
  'read-range': inProcess,
  'write-range': inProcess,
  sysread: inProcess,
  'child-read': inChild,
  'child-write': inChild,

  flood: (m, op, { event }) => {
    let good = 0;
    for (let i = 0; i < op.count; i++) {
      const start = m.address(op.region, op.off + i * op.stride);
      if (madvise(m.mm, start, op.len, op.advice, BY, event) === 0) good++;
    }
    return { ret: good };
  },
  pmadvise: (m, op, { event }) => {
    const range = { ...op, start: startOf(m, op) };
    const target = op.child && m.child ? m.child : m.mm;
    return result(processMadvise(target, range, op.advice, op.child, op.child ? BY_CHILD : BY, event));
  },

  'uffd-open': (m, op, { event }) => {
    m.mm.uffd = new Uffd(op.features);
    m.out.emit(K.UFFD_OPEN, BY, 0, 0, event);
    return DONE;
  },
  'uffd-close': (m, _op, { event }) => {
    userfaultfdClose(m.mm, BY, event);
    m.mm.uffd = null;
    return DONE;
  },
  'uffd-register': (m, op, { event }) =>
    result(userfaultfdRegister(m.mm, startOf(m, op), op.len, op.mode, BY, event)),
  'uffd-unregister': (m, op, { event }) =>
    result(userfaultfdUnregister(m.mm, startOf(m, op), op.len, BY, event)),
  'uffd-wake': (m, op) => {
    const start = startOf(m, op);
    if (start % PAGE_BYTES || op.len % PAGE_BYTES || op.len === 0) return result(-EINVAL);
    m.mm.uffd?.wake(start / PAGE_BYTES, (start + op.len) / PAGE_BYTES);
    return DONE;
  },
  'uffd-copy': (m, op, { event, line }) => {
    const { ret, done } = uffdioCopy(m.mm, startOf(m, op), op.len, op.value, op, BY, event);
    line.copy = done;
    return result(ret);
  },
  'uffd-zeropage': (m, op, { event, line }) => {
    const { ret, done } = uffdioZeropage(m.mm, startOf(m, op), op.len, op.dontwake, BY, event);
    line.zeropage = done;
    return result(ret);
  },
  'uffd-poison': (m, op, { event, line }) => {
    const { ret, done } = uffdioPoison(m.mm, startOf(m, op), op.len, BY, event);
    line.updated = done;
    return result(ret);
  },
  'uffd-wp': (m, op, { event }) => {
    const mode = { on: op.protect === 'on', dontwake: op.dontwake };
    return result(uffdioWriteprotect(m.mm, startOf(m, op), op.len, mode, BY, event));
  },
  'uffd-move': (m, op, { event, line }) => {
    const how = { ...op, dst: startOf(m, op), src: m.address(op.from, op.fromOff) };
    const { ret, done } = uffdioMove(m.mm, how, BY, event);
    line.move = done;
    return result(ret);
  },
  'pagemap-scan': (m, op, { event, line }) => {
    const found = pagemapScan(m.mm, startOf(m, op), op.len, op, BY, event);
    line.regions = [];
    if (typeof found === 'number') return result(found);
    const { base } = m.region(op.region);
    line.regions = found.map(([p, n, c]) => [p - base, n, c]);
    return { ret: found.length };
  },

  'khugepaged-run': (m, op, call) => {
    let collapsed = 0;
    call.line.scan = [];
    if (pmdEnabled(m.sys))
      for (let pass = 1; pass <= op.passes; pass++) collapsed += khugepagedPass(m, pass, call);
    call.line.kh = { collapsed };
    return DONE;
  },
  'khugepaged-set': ({ sys }, op) => {
    sys.khugepaged[op.knob] = op.value;
    return DONE;
  },
  'thp-enabled': ({ sys }, op) => {
    sys.enabled = op.value;
    return DONE;
  },
  'thp-defrag': ({ sys }, op) => {
    sys.defrag = op.value;
    return DONE;
  },
  'thp-set': ({ sys }, op) => {
    setThp(sys, op.knob, op.value);
    return DONE;
  },
  'prctl-thp-disable': ({ mm, sys, out }, { value }, { event, line }) => {
    if (value === 2 && !sys.rules.has('thp-disable-except-advised')) return result(-EINVAL);
    mm.thpDisable = value === 0 ? 'off' : value === 1 ? 'completely' : 'except-advised';
    out.emit(K.THP_DISABLE, BY, 0, value, event);
    line.get = value === 2 ? 3 : value;
    return DONE;
  },

  fork: (m, _op, { event }) => {
    m.child = new Mm(m.out, HOST_SRC, m.sys);
    fork(m.mm, m.child, BY, event);
    return DONE;
  },
  reap: (m, _op, { event }) => {
    if (m.child) {
      m.threads.kill(m.child);
      exit(m.child, BY_CHILD, event);
    }
    m.child = null;
    return DONE;
  },

  'pfn-mark': (m, op) => {
    m.marked.set(op.region, framesOf(m, op.region));
    return DONE;
  },
  'pfn-check': (m, op, { line }) => {
    line.pfn = compareFrames(m.marked.get(op.region), framesOf(m, op.region));
    return DONE;
  },
  'pfn-old': (m, op, { line }) => {
    const page = Math.floor(op.off / PAGE_BYTES);
    const frame = m.marked.get(op.region)?.[page] ?? 0;
    const { folios } = m.mm;
    const large =
      frame > 0 && folios !== null && folios.orderAt(frame) > 0 && folios.isMapped(folios.folioAt(frame));
    line.old_frame = { still_in_large_folio: large };
    return DONE;
  },
  sleep: (m, op) => {
    m.out.now += op.ms * 1e6;
    return DONE;
  },
};

/** Operations on an open userfaultfd, and what each reports besides its result; without one they are EBADF. */
const NEEDS_UFFD: Readonly<Partial<Record<OpName, 'copy' | 'zeropage' | 'updated' | 'move' | null>>> = {
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

/** Does an operation. What it reports besides its outcome goes into the call's line. Throws NotModelled. */
export function perform(m: Target, op: Op, call: Call): Outcome {
  const report = NEEDS_UFFD[op.op];
  if (report !== undefined && !m.mm.uffd) {
    if (report) call.line[report] = 0;
    return result(-EBADF);
  }
  return (HANDLERS[op.op] as (m: Target, op: Op, call: Call) => Outcome)(m, op, call);
}

/** Some VMA still maps the file that was once mapped at this region. */
function isFileAlive(m: Target, name: string): boolean {
  const { base, len } = m.region(name);
  return [m.mm, m.child].some((mm) =>
    mm?.side.vmas.list.some((v) => v.flags & VM_SHARED && v.pgoff >= base && v.pgoff < base + len),
  );
}

function setThp(sys: System, knob: ThpKnob, value: string): void {
  const size = /^hugepages-(\d+)kB\/enabled$/.exec(knob);
  if (size) sys.sizes[Math.log2(Number(size[1]) / 4)] = value as SizeEnabled;
  else if (knob === 'enabled') sys.enabled = value as ThpEnabled;
  else if (knob === 'defrag') sys.defrag = value;
  else if (knob === 'use_zero_page') sys.useZeroPage = value === '1';
  else if (knob !== 'shrink_underused') throw new NotModelled(`thp-set ${knob}`);
}

/** khugepaged goes through all that it has enlisted. Returns the regions that it collapsed. */
function khugepagedPass(m: Target, pass: number, { event, line }: Call): number {
  let collapsed = 0;
  const wake = m.out.emit(K.KH_WAKE, BY_KHUGEPAGED, 0, pass, event);
  scanEverything(
    [m.mm, ...(m.child ? [m.child] : [])].filter((one) => one.enlisted),
    (one) => who(KHUGEPAGED, one.host),
    wake,
    (one, verdict) => {
      if (verdict.collapse === SCAN_SUCCEED) collapsed++;
      if (one === m.mm) addVerdict(line, verdict);
    },
  );
  return collapsed;
}

/** Frames of a region, -1 for the zero page, 0 for holes. */
function framesOf(m: Target, name: string): Int32Array {
  const { mm } = m;
  const { base, len } = m.region(name);
  return Int32Array.from({ length: len }, (_, i) => {
    const w = mm.side.words[base + i]!;
    if (!(w & PRESENT)) return 0;
    return w & ZERO ? -1 : mm.frame(base + i);
  });
}

function compareFrames(old: Int32Array | undefined, now: Int32Array): Record<string, number> {
  const count = { same: 0, moved: 0, gone: 0, new: 0, absent: 0 };
  now.forEach((frame, i) => {
    const was = old?.[i] ?? 0;
    if (was === 0) count[frame ? 'new' : 'absent']++;
    else if (frame === 0) count.gone++;
    else count[frame === was ? 'same' : 'moved']++;
  });
  return count;
}
