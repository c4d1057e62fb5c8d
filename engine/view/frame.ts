/** A finished run made viewable: seeks its replica and puts together everything a screen shows at one step. */
import { worded } from '../base/language.ts';
import { PMD_BYTES } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { actorOf, cpuOf, hostOf, PHASES, type PhaseName, type Subject, VCPU } from '../event/actor.ts';
import { K, KINDS, sentenceOf } from '../event/event.ts';
import type { CostLine } from '../event/kind.ts';
import { type Host, WAITING } from '../event/pageword.ts';
import type { MemoryState, Side } from '../event/state.ts';
import { sayFlags, VM_UFFD_WP } from '../event/vmalist.ts';
import type { Columns } from '../log/columns.ts';
import { eventAt } from '../log/describe.ts';
import type { Recorder } from '../log/recorder.ts';
import { timeOfStep } from '../lookup/lanes.ts';
import { PageIndex } from '../lookup/pageindex.ts';
import { type Inspection, inspectPage } from './inspect.ts';
import type { Lens } from './lens.ts';
import { Readings } from './readings.ts';
import { Replica } from './replica.ts';
import { Sampler } from './sampler.ts';

export interface FrameAsk {
  readonly step: number;
  readonly lens: Lens;
  readonly src: Viewport;
  readonly dst: Viewport;
  readonly inspect: number | null;
  /** Pages whose words and versions are requested, by host; at most NEAR_MAX each. */
  readonly near?: readonly [readonly number[], readonly number[]];
}

/** Most pages per host that `near` lists: no screen has room for more cells with text. */
export const NEAR_MAX = 4096;

/** Tiles of one field that are in view: regions [first, first + count), each as `sub` cells. */
export interface Viewport {
  readonly first: number;
  readonly count: number;
  /** 512: one byte per page, in page order. 16: a share bar, classes in order of class number; loud classes are never rounded
   *  to nothing. */
  readonly sub: 512 | 16;
}

/** A VMA: pages, and flags as smaps prints them. */
export interface VmaRow {
  readonly first: number;
  readonly pages: number;
  readonly flags: string;
  /** The same without what a tracker of writes put there: flags of two hosts are compared by it. */
  readonly own: string;
}

/** Single pages, as columns: their words on the field's host, and the content versions of both hosts. */
export interface Near {
  readonly pages: Uint32Array;
  readonly words: Uint16Array;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
}

/** A vCPU, or (null) another thread, that sleeps until the page is there. */
export interface Wait {
  readonly cpu: number | null;
  readonly host: 0 | 1;
  readonly page: number;
  /** ns since it began to sleep. */
  readonly ns: number;
}

/** Everything that a screen shows at one step. */
export interface Frame {
  /** Whose memory it is. */
  readonly subject: Subject;
  readonly step: number;
  readonly timeNs: number;
  /** The event that led to this step (event number step - 1); a placeholder at step 0. */
  readonly event: {
    readonly name: string;
    readonly fn: string;
    readonly rule: string;
    readonly actor: number;
    readonly host: 0 | 1;
    readonly page: number;
    /** Content leaves the source with it. */
    readonly sends: boolean;
    /** The destination asks the source for the page. */
    readonly asks: boolean;
    readonly words: string;
    readonly call: string;
  };
  /** Who sleeps in a userfault, the one that waits longest first. */
  readonly waits: readonly Wait[];
  readonly phase: PhaseName;
  /** The tiles in `cells`, by host: those requested, clipped to the guest. */
  readonly tiles: readonly [src: Viewport, dst: Viewport];
  /** count × sub bytes per field: index into CELL_CLASSES. */
  readonly cells: readonly [src: Uint8Array, dst: Uint8Array];
  /** Pages of the whole guest by class of cells, by host. */
  readonly counts: readonly [src: Uint32Array, dst: Uint32Array];
  /** The pages requested by `near`, by host. */
  readonly near: readonly [src: Near, dst: Near];
  /** VMA flags of guest memory by host, as smaps prints them; several when VMAs differ. */
  readonly flags: readonly [src: string, dst: string];
  readonly state: {
    readonly toSend: number;
    readonly waiting: number;
    readonly lost: number;
    readonly stale: number;
    /** KiB by host. */
    readonly anonHuge: readonly [number, number];
    readonly rss: readonly [number, number];
    readonly dirtyLog: boolean;
    /** Where each page's newest content is, in pages: at the destination, in flight, still at the source. */
    readonly accounts: { readonly received: number; readonly inFlight: number; readonly atSource: number };
    /** Memory held beyond what is mapped, KiB by host (Z6, H9). */
    readonly held: readonly [number, number];
    /** UFFDIO_COPY calls that ended in EEXIST so far. */
    readonly eexist: number;
  };
  /** VMAs by host. */
  readonly vmas: readonly [readonly VmaRow[], readonly VmaRow[]];
  /** Calls and bytes so far, by the names that the app shows. */
  readonly costs: readonly (readonly [name: string, value: number, unit: '' | 'bytes' | 'ns'])[];
  /** The inspected page, when one is requested. */
  readonly inspect: Inspection | null;
}

const nothing = () => ({
  name: 'start',
  fn: '',
  rule: '',
  actor: 0,
  host: 0 as const,
  page: 0,
  sends: false,
  asks: false,
  words: worded`nothing has happened yet`,
  call: '',
});

export class Viewer {
  private readonly replica: Replica;
  private readonly samplers: readonly [Sampler, Sampler];
  private readonly readings: Readings;

  constructor(
    private readonly recorder: Recorder,
    private readonly pages = new PageIndex(recorder.columns),
  ) {
    const { columns, keyframes, state } = recorder;
    this.replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
    this.samplers = [new Sampler(state.pages), new Sampler(state.pages)];
    this.readings = new Readings(columns, this.replica.state);
  }

  /** Gets ready for lenses that look at the whole log, up to `maxEvents` at a time, while nobody waits; true when it is. */
  grow(maxEvents: number): boolean {
    return this.readings.grow(maxEvents);
  }

  frame(ask: FrameAsk): Frame {
    return whole(this.framing(ask));
  }

  /** The same. One at a time: all seek the same state. */
  *framing(ask: FrameAsk): Work<Frame> {
    const { columns } = this.recorder;
    const s = yield* this.replica.seeking(ask.step);
    const { step } = this.replica;
    const { inspect: page } = ask;
    const inspect =
      page !== null && page >= 0 && page < s.pages
        ? inspectPage(s, columns, page, step, yield* this.pages.finding(page))
        : null;
    const tiles = [this.clip(ask.src), this.clip(ask.dst)] as const;
    const near = ask.near ?? [[], []];
    const readings = yield* this.readings.seeking(
      ask.lens,
      step,
      near.some((pages) => pages.length > 0),
    );
    for (const host of [0, 1] as const) yield* this.samplers[host].refreshing(ask.lens, readings[host]);
    return {
      subject: columns.subject,
      step,
      timeNs: timeOfStep(columns, step),
      event: step === 0 ? nothing() : this.eventLine(step - 1),
      waits: waitsAt(s, columns, step),
      phase: PHASES[s.phase]!,
      tiles,
      cells: [
        this.samplers[0].cells(readings[0], tiles[0].first, tiles[0].count, tiles[0].sub),
        this.samplers[1].cells(readings[1], tiles[1].first, tiles[1].count, tiles[1].sub),
      ] as const,
      counts: [this.samplers[0].counts(), this.samplers[1].counts()] as const,
      near: [this.near(0, near[0]), this.near(1, near[1])] as const,
      flags: [flagsOf(s.src), flagsOf(s.dst)] as const,
      state: {
        toSend: s.toSend,
        waiting: s.waiting,
        lost: s.lost,
        stale: s.stale,
        anonHuge: [(s.src.huge * PMD_BYTES) / 1024, (s.dst.huge * PMD_BYTES) / 1024] as const,
        rss: [s.src.rss * 4, s.dst.rss * 4] as const,
        dirtyLog: s.dirtyLog === 1,
        accounts: { received: s.received, inFlight: s.inFlight, atSource: s.toSend },
        held: [heldOf(s, s.src), heldOf(s, s.dst)] as const,
        eexist: s.counts[K.EEXIST]!,
      },
      vmas: [vmasOf(s.src), vmasOf(s.dst)] as const,
      costs: this.costs(),
      inspect,
    };
  }

  /** Words and versions of the pages that there are. */
  private near(host: Host, asked: readonly number[]): Near {
    const state = this.replica.state;
    const pages = Uint32Array.from(asked.slice(0, NEAR_MAX).filter((p) => p >= 0 && p < state.pages));
    const { words } = state.side(host);
    return {
      pages,
      words: Uint16Array.from(pages, (p) => words[p]!),
      src: Uint32Array.from(pages, (p) => this.readings.versionAt(0, p)),
      dst: Uint32Array.from(pages, (p) => this.readings.versionAt(1, p)),
    };
  }

  /** The tiles that there are. */
  private clip(t: Viewport): Viewport {
    const { regions } = this.replica.state;
    const first = Math.max(0, Math.min(regions, Math.floor(t.first)));
    return { first, count: Math.max(0, Math.min(regions - first, Math.floor(t.count))), sub: t.sub };
  }

  private eventLine(n: number) {
    const e = eventAt(this.recorder.columns, n);
    const spec = KINDS[e.kind]!;
    return {
      name: spec.name,
      fn: spec.fn,
      rule: spec.rule,
      actor: e.actor,
      host: e.host,
      page: e.page,
      /** Content leaves the source with it. */
      sends: spec.sends !== undefined,
      asks: e.kind === K.REQUEST,
      words: sentenceOf(e),
      call: spec.call?.(e) ?? '',
    };
  }

  /** Calls and bytes so far. */
  private costs(): (readonly [string, number, '' | 'bytes' | 'ns'])[] {
    const s = this.replica.state;
    const n = (line: CostLine) =>
      KINDS.reduce((sum, { counter, number }) => (counter === line ? sum + s.counts[number]! : sum), 0);
    return [
      ['pages sent', n('pages sent'), ''],
      ['bytes arrived', s.delivered, 'bytes'],
      ['madvise calls', n('madvise calls'), ''],
      ['huge mappings split', n('huge mappings split'), ''],
      ['folios held in pieces', s.dst.deferred, ''],
      ['userfaults', n('userfaults'), ''],
      ['UFFDIO_COPY calls', n('UFFDIO_COPY calls'), ''],
      ['2 MiB pages thrown away', n('2 MiB pages thrown away'), ''],
      ['regions collapsed', n('regions collapsed'), ''],
      ['holes filled with zeroes', s.filled, ''],
    ];
  }
}

/** Events looked back at for those who sleep: no page that is requested takes longer while a run is of use. */
const SLEEP_MAX = 1 << 16;

/** The newest fault of each sleeper, whose page still has one. */
function waitsAt(s: MemoryState, columns: Columns, step: number): Wait[] {
  const waits: Wait[] = [];
  const found = new Set<number>();
  const now = timeOfStep(columns, step);
  const until = Math.max(0, step - SLEEP_MAX);
  for (let n = step - 1; n >= until && waits.length < s.waiting; n--) {
    if (columns.kind(n) !== K.UFFD_FAULT) continue;
    const who = columns.who(n);
    if (found.has(who)) continue;
    found.add(who);
    const host = hostOf(who);
    const page = columns.page(n);
    if (s.side(host).words[page]! & WAITING)
      waits.push({ cpu: actorOf(who) === VCPU ? cpuOf(who) : null, host, page, ns: now - columns.time(n) });
  }
  return waits.reverse();
}

/** Flags of guest memory; several VMAs with different flags are joined by ` | `. */
function flagsOf(side: Side): string {
  return [...new Set(side.vmas.list.map((v) => sayFlags(v.flags)))].join(' | ');
}

function vmasOf(side: Side): VmaRow[] {
  return side.vmas.list.map((v) => ({
    first: v.start,
    pages: v.end - v.start,
    flags: sayFlags(v.flags),
    own: sayFlags(v.flags & ~VM_UFFD_WP),
  }));
}

/** KiB that folios hold beyond what is mapped of them (Z6, H9). */
function heldOf(s: MemoryState, side: Side): number {
  return (s.folios ? heldByFolios(s, side) : side.held) * 4;
}

/** The same in pages where folios may be of any size or shared: only scripts have them, and small memory. */
function heldByFolios({ folios }: MemoryState, side: Side): number {
  if (!folios) return 0;
  let held = 0;
  for (let folio = 1; folio < folios.folios; folio++) {
    if (!folios.deferred[folio] || !folios.mappings[folio * 2 + side.host]) continue;
    const first = folios.first[folio]!;
    const end = first + (1 << folios.order[folio]!);
    for (let frame = first; frame < end; frame++) if (folios.mapcount[frame] === 0) held++;
  }
  return held;
}
