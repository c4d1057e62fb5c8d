/** Plays a recording of a real QEMU migration on the same mm code as the simulation: what the destination's process did is
 *  taken from the recording, what its page tables become is predicted, and every measured sample is held against it. */
import { ok, type Result } from '../base/result.ts';
import { PMD_ORDER, SECOND } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { DST_LOAD, KHUGEPAGED, PHASES, type PhaseName, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, PMD_TABLE } from '../event/pageword.ts';
import { SCAN_NAMES, SCAN_SUCCEED } from '../event/scan.ts';
import { sayFlags } from '../event/vmalist.ts';
import { BOUNDS, type Bound, boundReached } from '../log/bounds.ts';
import { recorded } from '../log/recorded.ts';
import { Recorder } from '../log/recorder.ts';
import { touch, USERFAULT } from '../mm/fault.ts';
import { collapse, scanPmd } from '../mm/khugepaged.ts';
import { madviseDontneed, madviseHugepage, madviseNohugepage } from '../mm/madvise.ts';
import { uffdCopy, uffdZeropage } from '../mm/mfill.ts';
import { Mm } from '../mm/mm.ts';
import { uffdRegister, uffdUnregister } from '../mm/userfaultfd.ts';
import { type Run, sayVmas } from '../sim/run.ts';
import { Told } from './observed.ts';
import { PARSED, parsingRecording, type Recording, type Row, type RowKind } from './recording.ts';
import { type RecordingFacts, Samples } from './samples.ts';
import { holdsPages, ScanCursor } from './scans.ts';
import { BY_FAULT, BY_LISTEN, BY_SOURCE, BY_VCPU, Userfaults } from './userfaults.ts';

const BY_LOAD = who(DST_LOAD, HOST_DST);
const BY_KHUGEPAGED = who(KHUGEPAGED, HOST_DST);

/** Events and rows between two looks at the clock. */
const EVENTS = 1 << 12;
const ROWS = 1 << 10;

/** The run of a recording; `enabled` is its host's transparent_hugepage/enabled. */
export interface Played extends Run {
  readonly recording: RecordingFacts;
  readonly enabled: Recording['enabled'];
}

/** The run of the text of a recording, made at once. */
export const playRecording = (text: string, name: string): Result<Played> =>
  whole(playingRecording(text, name));

/** Validates and plays the text of a recording; `name` says where it came from. */
export function* playingRecording(text: string, name: string): Work<Result<Played>> {
  const recording = yield* parsingRecording(text, name);
  return recording.ok ? ok(yield* playing(recording.value)) : recording;
}

/** Plays a recording. */
export const playing = (recording: Recording): Work<Played> => new Player(recording).play();

/** Begin and end of a call that changes flags, s. */
type FlagCall = Pick<Row, 't' | 't1'>;

/** Something that no row says but the list of phases does. */
interface Mark {
  readonly t: number;
  readonly play: (t: number) => void;
}

class Player {
  private readonly out: Recorder;
  private readonly mm: Mm;
  private readonly scans: ScanCursor;
  /** How often content arrived for each page: its version. */
  private readonly arrivals: Uint32Array;
  private readonly userfaults: Userfaults;
  private readonly samples: Samples;
  private readonly told: Told;
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
  private otherVerdicts = 0;

  /** What a row of each kind does. */
  private readonly kinds: Readonly<Record<RowKind, (row: Row, i: number) => void>> = {
    mmap: () => {},
    hugepage: (row) => this.advise(row, madviseHugepage),
    nohugepage: (row) => this.advise(row, madviseNohugepage),
    init_dontneed: (row) => {
      this.keepFlags();
      this.discard(row);
    },
    dontneed: (row) => this.discard(row),
    pre_page: (row) => {
      // One thread loads: a run ends where the next begins.
      this.advanceRun(Number.POSITIVE_INFINITY);
      this.run = row;
      this.placed = 0;
      this.advanceRun(row.t);
    },
    pf: (row) => this.fault(row),
    uffd_open: ({ t }) => {
      // Before LISTEN QEMU opens others, to ask what the kernel can do.
      if (t >= (this.recording.phases.get('dst_listen') ?? Number.POSITIVE_INFINITY))
        this.out.emit(K.UFFD_OPEN, BY_LOAD, 0, 0, NO_CAUSE);
    },
    uffd_register: (row) => this.register(row.page, row.n, row),
    uffd_unregister: (row) => this.unregister(row.page, row.n, row),
    fault: (row) => this.userfaults.read(row),
    fault_req: (row) => this.userfaults.read(row),
    request: ({ page }) => this.userfaults.request(page),
    src_req: ({ page }) => this.userfaults.arrive(page),
    uffd_copy: (row) => this.placeRange(row),
    uffd_zeropage: (row) => this.placeRange(row),
    sync_end: ({ a }) => this.out.emit(K.SYNC, BY_SOURCE, 0, a, NO_CAUSE),
    collapse: ({ text }, i) => {
      if (text !== 'succeeded') return;
      this.collapsed = true;
      this.verdict(SCAN_SUCCEED, noneOf(this.recording.rows, i));
    },
    kh_scan: ({ text, a }) => {
      const code = (SCAN_NAMES as readonly string[]).indexOf(text);
      if (code === SCAN_SUCCEED && this.collapsed) this.collapsed = false;
      else this.verdict(code, a);
    },
    smaps: (row, i) => {
      this.told.sampled(this.recording.rows, i);
      this.samples.add(row);
    },
    thp_gain: (row) => this.told.observed(row),
    thp_loss: (row) => this.told.observed(row),
  };

  constructor(private readonly recording: Recording) {
    this.out = new Recorder(recording.pages);
    this.mm = new Mm(this.out, HOST_DST, recording.enabled);
    this.scans = new ScanCursor(this.mm, recording.maxPtesNone);
    this.arrivals = new Uint32Array(recording.pages);
    this.userfaults = new Userfaults(this.mm, this.out);
    this.samples = new Samples(this.out);
    this.told = new Told(recording, this.out, BY_KHUGEPAGED);
    this.start = recording.rows[0]!.t;
  }

  *play(): Work<Played> {
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
    let rested = 0;
    for (const [i, row] of rows.entries()) {
      playMarks(row.t);
      this.advanceRun(row.t);
      this.at(row.t);
      const by = boundReached(this.out);
      if (by) return yield* this.stop(by, i);
      this.row(row, i);
      // Rows name one page or millions.
      if (this.out.length - rested < EVENTS && i % ROWS !== 0) continue;
      rested = this.out.length;
      yield PARSED + ((1 - PARSED) * i) / rows.length;
    }
    playMarks(Number.POSITIVE_INFINITY);
    this.advanceRun(Number.POSITIVE_INFINITY);
    this.phase('end', BY_KHUGEPAGED);
    return yield* this.finish();
  }

  /** What was played until a bound. */
  private *stop(by: Bound, row: number): Work<Played> {
    const phase = PHASES[this.out.state.phase]!;
    return {
      ...(yield* this.finish()),
      stopped: { by, phase, pass: 0, done: row, of: this.recording.rows.length, converges: null },
    };
  }

  /** Time never falls, whatever a file says, and ends where the log has no room for it. */
  private at(t: number): void {
    const time = Math.min(BOUNDS.time + 1, Math.round((t - this.start) * SECOND));
    this.out.now = Math.max(this.out.now, time);
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
      add(['first_register'], (t) => this.register(0, pages, { t, t1: t }));
      add(['first_unregister'], (t) => this.unregister(0, pages, { t, t1: t }));
    }
    return marks.sort((a, b) => a.t - b.t);
  }

  private row(row: Row, i: number): void {
    // A recording that begins after the mmap call: the block is mapped whole.
    if (!this.mapped && row.kind !== 'smaps') {
      this.mapped = true;
      this.out.emit(K.MMAP, BY_LOAD, 0, this.recording.pages, NO_CAUSE);
    }
    this.kinds[row.kind](row, i);
    this.mm.takeSpent();
  }

  private advise(row: Row, madvise: typeof madviseHugepage): void {
    this.samples.changeFlags(row);
    madvise(this.mm, row.page, row.n, row.text === 'postcopy/listen' ? BY_LISTEN : BY_LOAD, NO_CAUSE);
  }

  private discard({ page, n }: Row): void {
    madviseDontneed(this.mm, page, n, BY_LOAD, NO_CAUSE);
  }

  private placeRange({ page, n, kind }: Row): void {
    for (let p = page; p < page + n; p++) this.place(p, kind === 'uffd_copy');
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
    if (touch(this.mm, row.page, row.flag, by, NO_CAUSE) === USERFAULT) this.userfaults.sleep(row, by);
  }

  private place(page: number, content: boolean): void {
    const { mm, userfaults } = this;
    const cause = userfaults.lastOf(page);
    const done = content
      ? uffdCopy(mm, page, this.arrive(page), false, BY_LISTEN, cause)
      : uffdZeropage(mm, page, BY_LISTEN, cause);
    if (done) userfaults.wake(page);
  }

  private register(page: number, n: number, call: FlagCall): void {
    this.samples.changeFlags(call);
    uffdRegister(this.mm, page, n, BY_LOAD, NO_CAUSE);
  }

  /** Whoever still sleeps in the range is woken first (U6). */
  private unregister(page: number, n: number, call: FlagCall): void {
    this.samples.changeFlags(call);
    this.userfaults.wakeAll(page, n);
    uffdUnregister(this.mm, page, n, BY_LISTEN, NO_CAUSE);
  }

  /** A verdict of khugepaged. With THP=always it visits other memory of the process too and `thp_gain` has to tell. */
  private verdict(code: number, none: number): void {
    const region = this.told.applies || code < 0 ? -1 : this.scans.take(code, none);
    if (region < 0) {
      this.otherVerdicts++;
      return;
    }
    const holes = none < 0 ? scanPmd(this.mm, region, this.recording.maxPtesNone).none : none;
    const scan = this.out.emit(K.KH_SCAN, BY_KHUGEPAGED, region << PMD_ORDER, code | (holes << 8), NO_CAUSE);
    if (code === SCAN_SUCCEED) collapse(this.mm, region, holes, BY_KHUGEPAGED, scan);
  }

  private *finish(): Work<Played> {
    const { out, recording } = this;
    const s = out.state;
    let allHuge = true;
    for (let region = 0; region < s.regions; region++)
      if (s.dst.pmd[region] === PMD_TABLE && holdsPages(this.mm, region)) allHuge = false;
    return {
      ...(yield* recorded(out, 'qemu', {
        downtime: this.stoppedAt < 0 || this.ranAt < 0 ? -1 : this.ranAt - this.stoppedAt,
        'requests after the page': this.userfaults.lateRequests,
        'verdicts on other memory': this.otherVerdicts,
        'rows not played': recording.skipped,
      })),
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
      recording: this.samples.facts(recording.name),
    };
  }
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
