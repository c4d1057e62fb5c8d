/** Plays a recording of a real QEMU migration on the same mm code as the simulation: what the destination's process did is
 *  taken from the recording, what its page tables become is predicted, and every measured sample is held against it. */
import { ok, type Result } from '../base/result.ts';
import { KIB, PAGE_BYTES, PMD_BYTES, PMD_ORDER, SECOND } from '../base/units.ts';
import {
  DST_FAULT,
  DST_LISTEN,
  DST_LOAD,
  KHUGEPAGED,
  PHASES,
  type PhaseName,
  SRC_MIGRATION,
  VCPU,
  who,
} from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, PMD_HUGE, PMD_TABLE, WAITING } from '../event/pageword.ts';
import { SCAN_NAMES, SCAN_SUCCEED } from '../event/scan.ts';
import { sayFlags, VM_UFFD_MISSING } from '../event/vmalist.ts';
import { recorded } from '../log/recorded.ts';
import { Recorder } from '../log/recorder.ts';
import { touch, USERFAULT } from '../mm/fault.ts';
import { collapse, scanPmd } from '../mm/khugepaged.ts';
import { madviseDontneed, madviseHugepage, madviseNohugepage } from '../mm/madvise.ts';
import { isMapped, uffdCopy, uffdZeropage } from '../mm/mfill.ts';
import { Mm } from '../mm/mm.ts';
import { uffdRegister, uffdUnregister } from '../mm/userfaultfd.ts';
import { type Run, sayVmas } from '../sim/run.ts';
import { parseRecording, type Recording, type Row } from './recording.ts';
import { holdsPages, ScanCursor } from './scans.ts';

/** A sample this near to a call that changes flags may show either side of it, s. */
const FLAG_SLACK = 0.001;

const BY_LOAD = who(DST_LOAD, HOST_DST);
const BY_LISTEN = who(DST_LISTEN, HOST_DST);
const BY_FAULT = who(DST_FAULT, HOST_DST);
const BY_KHUGEPAGED = who(KHUGEPAGED, HOST_DST);
const BY_VCPU = who(VCPU, HOST_DST);
const BY_SOURCE = who(SRC_MIGRATION, HOST_SRC);

/** One measured smaps sample beside the prediction at the same step; KiB. */
export interface Measured {
  readonly step: number;
  readonly timeNs: number;
  readonly anonHuge: number;
  readonly rss: number;
  readonly predictedAnonHuge: number;
  readonly predictedRss: number;
  /** `hg`, `nh`, `um` as smaps printed them. */
  readonly flags: string;
}

/** What was measured in a real migration, and how far the prediction is off at worst. */
export interface RecordingFacts {
  readonly name: string;
  readonly samples: readonly Measured[];
  readonly worstAnonHugeKiB: number;
  readonly worstRssKiB: number;
  /** Samples, more than 1 ms away from a call that changes flags, whose hg, nh or um differ from the prediction. */
  readonly flagsDiffer: number;
}

/** The run of a recording; `enabled` is its host's transparent_hugepage/enabled. */
export interface Played extends Run {
  readonly recording: RecordingFacts;
  readonly enabled: Recording['enabled'];
}

/** Validates and plays the text of a recording; `name` says where it came from. */
export function playRecording(text: string, name: string): Result<Played> {
  const recording = parseRecording(text, name);
  return recording.ok ? ok(new Player(recording.value).play()) : recording;
}

/** Something that no row says but the list of phases does. */
interface Mark {
  readonly t: number;
  readonly play: (t: number) => void;
}

/** What is known of the last userfault on a page: numbers of its events, and the threads asleep in it. */
interface Demand {
  readonly fault: number;
  read: number;
  last: number;
  readonly asleep: Set<string>;
}

/** VmFlags of a sample, those the engine predicts, in its order. */
function flagsOf(vmFlags: string): string {
  const all = vmFlags.split(' ');
  return ['um', 'hg', 'nh'].filter((f) => all.includes(f)).join(' ');
}

class Player {
  private readonly out: Recorder;
  private readonly mm: Mm;
  private readonly scans: ScanCursor;
  /** How often content arrived for each page: its version. */
  private readonly arrivals: Uint32Array;
  private readonly demands = new Map<number, Demand>();
  private readonly samples: Measured[] = [];
  /** Of each sample: its time in s, and the flags predicted there. */
  private readonly sampleTimes: number[] = [];
  private readonly predictedFlags: string[] = [];
  /** Begin and end of calls that changed flags, s. */
  private readonly flagCalls: (readonly [number, number])[] = [];
  private readonly start: number;
  private mapped = false;
  private flagsBefore: string | undefined;
  private stoppedAt = -1;
  private ranAt = -1;
  /** Precopy run under way: its row, and how many of its pages are placed. */
  private run: Row | undefined;
  private placed = 0;
  /** A collapse row was played; its verdict row, if there is one, follows. */
  private collapsed = false;
  private lateRequests = 0;
  private otherVerdicts = 0;

  constructor(private readonly recording: Recording) {
    this.out = new Recorder(recording.pages);
    this.mm = new Mm(this.out, HOST_DST, recording.enabled);
    this.scans = new ScanCursor(this.mm, recording.maxPtesNone);
    this.arrivals = new Uint32Array(recording.pages);
    this.start = recording.rows[0]!.t;
  }

  play(): Played {
    const { rows } = this.recording;
    const marks = this.marks();
    this.phase('populate', BY_LOAD);
    let mark = 0;
    const playMarks = (until: number) => {
      for (let m = marks[mark]; m && m.t <= until; m = marks[++mark]) {
        this.advanceRun(m.t);
        this.at(m.t);
        m.play(m.t);
      }
    };
    rows.forEach((row, i) => {
      playMarks(row.t);
      this.advanceRun(row.t);
      this.at(row.t);
      this.row(row, rows, i);
    });
    playMarks(Number.POSITIVE_INFINITY);
    this.advanceRun(Number.POSITIVE_INFINITY);
    this.phase('end', BY_KHUGEPAGED);
    return this.finish();
  }

  /** Time never falls, whatever a file says. */
  private at(t: number): void {
    this.out.now = Math.max(this.out.now, Math.round((t - this.start) * SECOND));
  }

  private phase(name: PhaseName, by: number): void {
    this.out.emit(K.PHASE, by, 0, PHASES.indexOf(name), NO_CAUSE);
  }

  /** Phases and QEMU's own steps, in order of time. */
  private marks(): Mark[] {
    const { phases, rows, pages } = this.recording;
    const marks: Mark[] = [];
    const add = (names: readonly string[], play: (t: number) => void) => {
      const name = names.find((n) => phases.has(n));
      if (name !== undefined) marks.push({ t: phases.get(name)!, play });
    };
    const postcopy = phases.has('dst_listen');
    add(['src_setup', 'dst_advise', 'first_precopy_page'], () => {
      this.keepFlags();
      this.phase('precopy', BY_SOURCE);
    });
    add(['dst_advise'], () => this.out.emit(K.ADVISE, BY_LOAD, 0, 0, NO_CAUSE));
    add(['src_stop'], () => {
      this.stoppedAt = this.out.now;
      this.phase('stop', BY_SOURCE);
      this.out.emit(K.VM_STOP, BY_SOURCE, 0, 0, NO_CAUSE);
    });
    add(['first_nohugepage'], () => this.phase('nohugepage', BY_LOAD));
    add(['first_dontneed'], () => this.phase('discard', BY_LOAD));
    add(['dst_listen'], () => {
      this.phase('listen', BY_LOAD);
      this.out.emit(K.LISTEN, BY_LOAD, 0, 0, NO_CAUSE);
    });
    add(['dst_running'], () => {
      this.ranAt = this.out.now;
      if (postcopy) this.phase('postcopy', BY_LOAD);
      this.out.emit(K.VM_RUN, BY_LOAD, 0, 0, NO_CAUSE);
    });
    if (postcopy) add(['first_hugepage_after', 'first_unregister'], () => this.phase('cleanup', BY_LISTEN));
    add(['dst_completed'], () => {
      if (postcopy) this.out.emit(K.POSTCOPY_END, BY_LISTEN, 0, 0, NO_CAUSE);
      this.phase('khugepaged', BY_KHUGEPAGED);
    });
    // Recorded without strace, ioctls have no ranges: QEMU registers and unregisters each block whole (Q23, Q28).
    if (!rows.some((r) => r.kind === 'uffd_register')) {
      add(['first_register'], (t) => this.register(0, pages, t, t));
      add(['first_unregister'], (t) => this.unregister(0, pages, t, t));
    }
    return marks.sort((a, b) => a.t - b.t);
  }

  private row(row: Row, rows: readonly Row[], i: number): void {
    const { mm, out } = this;
    const { page, n } = row;
    // A recording that begins after the mmap call: the block is mapped whole.
    if (!this.mapped && row.kind !== 'smaps') {
      this.mapped = true;
      out.emit(K.MMAP, BY_LOAD, 0, this.recording.pages, NO_CAUSE);
    }
    const by = row.text === 'postcopy/listen' ? BY_LISTEN : BY_LOAD;
    switch (row.kind) {
      case 'mmap':
        break;
      case 'hugepage':
        this.flagCalls.push([row.t, row.t1]);
        madviseHugepage(mm, page, n, by, NO_CAUSE);
        break;
      case 'nohugepage':
        this.flagCalls.push([row.t, row.t1]);
        madviseNohugepage(mm, page, n, by, NO_CAUSE);
        break;
      case 'init_dontneed':
        this.keepFlags();
        madviseDontneed(mm, page, n, BY_LOAD, NO_CAUSE);
        break;
      case 'dontneed':
        madviseDontneed(mm, page, n, BY_LOAD, NO_CAUSE);
        break;
      case 'pre_page':
        // One thread loads: a run ends where the next begins.
        this.advanceRun(Number.POSITIVE_INFINITY);
        this.run = row;
        this.placed = 0;
        this.advanceRun(row.t);
        break;
      case 'pf':
        this.fault(row);
        break;
      case 'uffd_open':
        // Before LISTEN QEMU opens others, to ask what the kernel can do.
        if (row.t >= (this.recording.phases.get('dst_listen') ?? Number.POSITIVE_INFINITY))
          out.emit(K.UFFD_OPEN, BY_LOAD, 0, 0, NO_CAUSE);
        break;
      case 'uffd_register':
        this.register(page, n, row.t, row.t1);
        break;
      case 'uffd_unregister':
        this.unregister(page, n, row.t, row.t1);
        break;
      case 'fault':
      case 'fault_req':
        this.readFault(row);
        break;
      case 'request':
        this.request(page);
        break;
      case 'src_req': {
        const demand = this.demands.get(page);
        const event = out.emit(K.SRC_REQUEST, BY_SOURCE, page, 0, demand?.last ?? NO_CAUSE);
        if (demand) demand.last = event;
        break;
      }
      case 'uffd_copy':
      case 'uffd_zeropage':
        for (let p = page; p < page + n; p++) this.place(p, row.kind === 'uffd_copy');
        break;
      case 'sync_end':
        out.emit(K.SYNC, BY_SOURCE, 0, row.a, NO_CAUSE);
        break;
      case 'collapse':
        if (row.text !== 'succeeded') break;
        this.collapsed = true;
        this.verdict(SCAN_SUCCEED, noneOf(rows, i));
        break;
      case 'kh_scan': {
        const code = (SCAN_NAMES as readonly string[]).indexOf(row.text);
        if (code === SCAN_SUCCEED && this.collapsed) this.collapsed = false;
        else this.verdict(code, row.a);
        break;
      }
      case 'smaps':
        this.sample(row);
        break;
      case 'thp_gain':
      case 'thp_loss':
        this.observed(page, n, row.kind === 'thp_gain');
        break;
    }
    mm.takeSpent();
  }

  private keepFlags(): void {
    this.flagsBefore ??= this.flags();
  }

  /** Flags of guest memory, VMA by VMA. */
  private flags(): string {
    return this.mm.side.vmas.list.map((v) => `${v.start}-${v.end} ${sayFlags(v.flags)}`).join();
  }

  /** Places the pages of the precopy run under way whose turn has come: they are spread evenly over its time. */
  private advanceRun(until: number): void {
    const { run } = this;
    if (!run) return;
    for (; this.placed < run.n; this.placed++) {
      const t = run.n === 1 ? run.t : run.t + ((run.t1 - run.t) * this.placed) / (run.n - 1);
      if (t > until) return;
      this.at(t);
      this.load(run.page + this.placed, run.flag);
    }
    this.run = undefined;
  }

  /** ram_load_precopy: content is copied in; a zero page is read first and only cleared if it is not zero (Q14). */
  private load(page: number, content: boolean): void {
    const { mm } = this;
    const write = content || mm.version[page] !== 0;
    if (touch(mm, page, write, BY_LOAD, NO_CAUSE) === USERFAULT) return;
    const version = content ? this.arrive(page) : 0;
    mm.version[page] = version;
    this.out.emit(K.LOAD, BY_LOAD, page, version, NO_CAUSE);
    mm.takeSpent();
  }

  private arrive(page: number): number {
    const version = this.arrivals[page]! + 1;
    this.arrivals[page] = version;
    return version;
  }

  private threadActor(tid: string): number {
    const name = this.recording.threads.get(tid) ?? '';
    if (name.startsWith('CPU ')) return BY_VCPU;
    if (name === 'postcopy/listen') return BY_LISTEN;
    return name.startsWith('fault-') ? BY_FAULT : BY_LOAD;
  }

  /** A page fault of the process. Those that the engine has foreseen hit a mapped page and change nothing. */
  private fault(row: Row): void {
    const by = this.threadActor(row.tid);
    if (touch(this.mm, row.page, row.flag, by, NO_CAUSE) === USERFAULT)
      this.sleep(row.page, row.flag, row.tid, by);
  }

  private sleep(page: number, write: boolean, tid: string, by: number): Demand {
    const waits = (this.mm.side.words[page]! & WAITING) !== 0;
    const known = this.demands.get(page);
    if (known && waits && known.asleep.has(tid)) return known;
    const fault = this.out.emit(K.UFFD_FAULT, by, page, write ? 1 : 0, NO_CAUSE);
    if (known && waits) {
      known.asleep.add(tid);
      return known;
    }
    const demand: Demand = { fault, read: NO_CAUSE, last: fault, asleep: new Set([tid]) };
    this.demands.set(page, demand);
    return demand;
  }

  /** QEMU's fault thread reads a message; strace and QEMU's own trace may both say so. */
  private readFault(row: Row): void {
    const { page } = row;
    let demand = this.demands.get(page);
    if (!demand) {
      const armed = (this.mm.side.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0;
      if (!armed || isMapped(this.mm, page)) {
        // Placed between the fault and the read.
        demand = { fault: NO_CAUSE, read: NO_CAUSE, last: NO_CAUSE, asleep: new Set() };
        this.demands.set(page, demand);
      } else demand = this.sleep(page, row.flag, row.tid, BY_VCPU);
    }
    if (demand.read !== NO_CAUSE) return;
    demand.read = this.out.emit(K.UFFD_READ, BY_FAULT, page, 0, demand.fault);
    demand.last = demand.read;
  }

  /** A request for a page that has been placed meanwhile is no longer on its way to change anything: it is only counted. */
  private request(page: number): void {
    if (isMapped(this.mm, page)) {
      this.lateRequests++;
      return;
    }
    const demand = this.demands.get(page);
    const event = this.out.emit(K.REQUEST, BY_FAULT, page, 0, demand?.last ?? NO_CAUSE);
    if (demand) demand.last = event;
  }

  private place(page: number, content: boolean): void {
    const { mm } = this;
    const demand = this.demands.get(page);
    const cause = demand?.last ?? NO_CAUSE;
    const done = content
      ? uffdCopy(mm, page, this.arrive(page), false, BY_LISTEN, cause)
      : uffdZeropage(mm, page, BY_LISTEN, cause);
    if (done) this.wake(page);
  }

  private wake(page: number): void {
    const demand = this.demands.get(page);
    if (!demand || demand.asleep.size === 0) return;
    this.out.emit(K.WAKE, BY_LISTEN, page, demand.asleep.size, this.out.columns.length - 1);
    demand.asleep.clear();
  }

  private register(page: number, n: number, t: number, t1: number): void {
    this.flagCalls.push([t, t1]);
    uffdRegister(this.mm, page, n, BY_LOAD, NO_CAUSE);
  }

  /** Whoever still sleeps in the range is woken first (U6). */
  private unregister(page: number, n: number, t: number, t1: number): void {
    this.flagCalls.push([t, t1]);
    for (const p of this.demands.keys()) if (p >= page && p < page + n) this.wake(p);
    uffdUnregister(this.mm, page, n, BY_LISTEN, NO_CAUSE);
  }

  /** A verdict of khugepaged. With THP=always it visits other memory of the process too and `thp_gain` has to tell. */
  private verdict(code: number, none: number): void {
    const region = this.recording.enabled === 'always' || code < 0 ? -1 : this.scans.take(code, none);
    if (region < 0) {
      this.otherVerdicts++;
      return;
    }
    const holes = none < 0 ? scanPmd(this.mm, region, this.recording.maxPtesNone).none : none;
    const scan = this.out.emit(K.KH_SCAN, BY_KHUGEPAGED, region << PMD_ORDER, code | (holes << 8), NO_CAUSE);
    if (code === SCAN_SUCCEED) collapse(this.mm, region, holes, BY_KHUGEPAGED, scan);
  }

  private observed(page: number, n: number, gained: boolean): void {
    if (this.recording.enabled !== 'always') return;
    const last = (page + n - 1) >>> PMD_ORDER;
    for (let region = page >>> PMD_ORDER; region <= last; region++) {
      if ((this.mm.side.pmd[region] === PMD_HUGE) !== gained) {
        this.out.emit(K.OBSERVED, BY_KHUGEPAGED, region << PMD_ORDER, gained ? 1 : 0, NO_CAUSE);
      }
    }
  }

  private sample(row: Row): void {
    const { out } = this;
    const { dst } = out.state;
    this.sampleTimes.push(row.t);
    this.samples.push({
      step: out.columns.length,
      timeNs: out.now,
      anonHuge: row.b,
      rss: row.a,
      predictedAnonHuge: (dst.huge * PMD_BYTES) / KIB,
      predictedRss: (dst.rss * PAGE_BYTES) / KIB,
      flags: flagsOf(row.text),
    });
    this.predictedFlags.push(sayFlags(dst.vmas.flagsAt(row.page)));
  }

  private finish(): Played {
    const { out, recording, samples } = this;
    const s = out.state;
    let allHuge = true;
    for (let region = 0; region < s.regions; region++)
      if (s.dst.pmd[region] === PMD_TABLE && holdsPages(this.mm, region)) allHuge = false;
    return {
      ...recorded(out, 'qemu', {
        downtime: this.stoppedAt < 0 || this.ranAt < 0 ? -1 : this.ranAt - this.stoppedAt,
        'requests after the page': this.lateRequests,
        'verdicts on other memory': this.otherVerdicts,
        'rows not played': recording.skipped,
      }),
      verdict: {
        lostPages: s.lost,
        stalePages: s.stale,
        flagsEqual: this.flagsBefore === undefined || this.flagsBefore === this.flags(),
        allHuge,
        aborted: false,
        flagsAtEnd: sayVmas(s.dst),
        wastedBytes: 0,
      },
      enabled: recording.enabled,
      recording: {
        name: recording.name,
        samples,
        worstAnonHugeKiB: worst(samples, (m) => m.anonHuge - m.predictedAnonHuge),
        worstRssKiB: worst(samples, (m) => m.rss - m.predictedRss),
        flagsDiffer: this.flagsDiffer(),
      },
    };
  }

  private flagsDiffer(): number {
    let differ = 0;
    this.samples.forEach((m, i) => {
      const t = this.sampleTimes[i]!;
      if (
        m.flags !== this.predictedFlags[i] &&
        this.flagCalls.every(([from, to]) => t < from - FLAG_SLACK || t > to + FLAG_SLACK)
      )
        differ++;
    });
    return differ;
  }
}

function worst(samples: readonly Measured[], difference: (m: Measured) => number): number {
  return samples.reduce((most, m) => Math.max(most, Math.abs(difference(m))), 0);
}

/** Holes that the verdict row after a collapse row counts, -1 when there is no such row. */
function noneOf(rows: readonly Row[], collapseRow: number): number {
  for (let i = collapseRow + 1; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.kind === 'kh_scan') return row.text === 'succeeded' ? row.a : -1;
    if (row.kind === 'collapse') return -1;
  }
  return -1;
}
