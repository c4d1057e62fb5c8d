/** The runs that the worker keeps in memory, each with the indexes and sessions made for it so far. */

import { Kept } from '../base/work.ts';
import { findingHazards } from '../check/hazards/find.ts';
import type { Hazard } from '../check/hazards/hazard.ts';
import type { AnyRun, Origin } from '../export/file/timeline.ts';
import { LaneIndex } from '../lookup/laneindex.ts';
import { PageIndex } from '../lookup/pageindex.ts';
import { ProcViewer } from '../proc/viewer.ts';
import type { Simulation } from '../sim/run.ts';
import type { StorySession } from '../story/session.ts';
import { Viewer } from '../view/frame.ts';
import type { InspectorSession } from './inspector.ts';
import { Searcher } from './search.ts';
import { type Clock, Turns } from './slices.ts';

/** Events between two pauses: about 10 ms of work. */
const SLICE = 1 << 20;
/** Number of runs kept, the latest used: the one on screen, the one compared with it, and one before each. */
const KEEP = 4;

/** What was run. Title and link are known if the run was opened from a file. */
export type RunOrigin = Omit<Origin, 'title' | 'link'> & Partial<Origin>;

export class StoredRun {
  readonly pages: PageIndex;
  readonly viewer: Viewer;
  /** Events before every step, by actor; `completeLanes` completes it. */
  private lanes: LaneIndex | null = null;
  /** Everything that goes wrong in it. */
  readonly hazards: Kept<readonly Hazard[]>;
  private proc: ProcViewer | null = null;
  private search: Searcher | null = null;
  private inspecting: InspectorSession | null = null;
  private telling: StorySession | null = null;
  private dropped = false;
  /** It is what there is so far of a run that is still being made. */
  isPart = false;
  /** What the tools print has states of its own. */
  readonly procTurns = new Turns();
  /** Of a run that was stopped: what goes on with it. */
  simulation: Simulation | null = null;

  constructor(
    readonly run: AnyRun,
    readonly origin: RunOrigin,
    private readonly clock: Clock,
  ) {
    this.pages = new PageIndex(run.recorder.columns);
    this.viewer = new Viewer(run.recorder, this.pages);
    this.hazards = new Kept(() => findingHazards(run));
  }

  get columns() {
    return this.run.recorder.columns;
  }

  get procViewer(): ProcViewer {
    this.proc ??= new ProcViewer(this.run);
    return this.proc;
  }

  get searcher(): Searcher {
    this.search ??= new Searcher(this.run);
    return this.search;
  }

  /** Causes are searched for by a part of the engine that is fetched with the first question. */
  async inspector(): Promise<InspectorSession> {
    const { InspectorSession } = await import('./inspector.ts');
    this.inspecting ??= new InspectorSession(this.run, this.pages, this.clock);
    return this.inspecting;
  }

  /** Fetched with the first step of a story. */
  async story(): Promise<StorySession> {
    const { StorySession } = await import('../story/session.ts');
    this.telling ??= new StorySession(this.run);
    return this.telling;
  }

  /** The complete index. The first request also begins to index pages: by then the run is on screen and the worker is idle. */
  async completeLanes(): Promise<LaneIndex> {
    const first = this.lanes === null;
    this.lanes ??= new LaneIndex(this.run.recorder);
    const { lanes } = this;
    while (!lanes.grow(SLICE)) await this.clock.pause();
    if (first) void this.growPages();
    return lanes;
  }

  /** Whoever asks for a page, or for a lens of the whole log, before that is complete waits a little longer. */
  private async growPages(): Promise<void> {
    let done = false;
    while (!done && !this.dropped) {
      await this.clock.pause();
      done = this.pages.grow(SLICE >> 2) && this.viewer.grow(SLICE >> 4);
    }
  }

  drop(): void {
    this.dropped = true;
  }
}

export class Runs {
  /** By number, the latest used last. */
  private readonly stored = new Map<number, StoredRun>();
  /** Runs so far of those that are being made. */
  private readonly parts = new Map<number, StoredRun>();
  private last = 0;

  /** Stores a run and drops the one that was not used for longest; returns its number. */
  add(run: StoredRun): number {
    this.stored.set(++this.last, run);
    for (const old of [...this.stored.keys()].slice(0, -KEEP)) this.drop(old);
    return this.last;
  }

  /** Stores a run that is still being made; whoever adds it drops it. */
  addPart(run: StoredRun): number {
    run.isPart = true;
    this.parts.set(++this.last, run);
    return this.last;
  }

  /** The run, which is now the latest used. */
  get(number: number): StoredRun | undefined {
    const part = this.parts.get(number);
    if (part) return part;
    const run = this.stored.get(number);
    if (run && this.stored.delete(number)) this.stored.set(number, run);
    return run;
  }

  drop(number: number): void {
    this.get(number)?.drop();
    this.stored.delete(number);
    this.parts.delete(number);
  }
}
