/** Answers requests; knows nothing of Worker, so that a test can drive it. Long runs give way between slices, so that
 *  cancel and other requests are heard; slice size never changes a log. */
import { bad, ok, type Result } from '../base/result.ts';
import type { Hazard } from '../check/hazards/hazard.ts';
import type { Sided } from '../compare/align.ts';
import type { AnyRun, Origin } from '../export/file/timeline.ts';
import { checkpoints, partingPart } from '../log/checkpoints.ts';
import { LaneIndex } from '../lookup/laneindex.ts';
import { lanes } from '../lookup/lanes.ts';
import { PageIndex } from '../lookup/pageindex.ts';
import { parseScenario } from '../scenario/schema.ts';
import { NO_VERDICT, Simulation } from '../sim/run.ts';
import type { Teller } from '../story/tell.ts';
import { Viewer } from '../view/frame.ts';
import type { ProcViewer } from './proc.ts';
import {
  type Answer,
  type Ask,
  type FromWorker,
  PROTOCOL,
  type RequestName,
  type RunInfo,
  type RunInput,
  SEMANTICS,
  type ToWorker,
} from './protocol.ts';
import type { Searcher } from './search.ts';
import type { Asker } from './why.ts';

interface Held {
  readonly run: AnyRun;
  /** What was run. Its title and link are those of the file that it was opened from, if it was. */
  readonly origin: Omit<Origin, 'title' | 'link'> & Partial<Origin>;
  readonly viewer: Viewer;
  readonly pages: PageIndex;
  /** Begun by the first `lanes`: the run was drawn, and the worker has time. */
  indexing?: Promise<void>;
  /** Made by the first `proc`. */
  proc?: ProcViewer;
  /** Made by the first step of a story. */
  teller?: Teller;
  /** Made by the first query. */
  searcher?: Searcher;
  /** Begun by the first `lanes`. */
  lanes?: LaneIndex;
  /** Made by the first question. */
  asker?: Asker;
  /** Found when they are first asked for. */
  hazards?: readonly Hazard[];
}

/** Events between two looks at the messages: some 10 ms. */
const SLICE = 1 << 20;
/** Runs kept at once, those asked for last: the one on screen, the one beside it, and one before each. */
const KEEP = 4;

/** Longer logs have no checkpoints: they would cost as much as the digest. */
const CHECKED_MAX = 4_000_000;

export class Server {
  private readonly runs = new Map<number, Held>();
  private readonly cancelled = new Set<number>();
  private lastRun = 0;

  /** `post` sends to the main thread; `pause` lets other messages in between slices. */
  constructor(
    private readonly post: (message: FromWorker, transfer: ArrayBufferLike[]) => void,
    private readonly pause: () => Promise<void>,
  ) {}

  async receive(m: ToWorker): Promise<void> {
    if (m.name === 'cancel') {
      this.cancelled.add(m.id);
      return;
    }
    try {
      const answer = await this.answer(m.id, m.name, m.ask);
      if (answer.ok) this.post({ id: m.id, ok: true, value: answer.value }, buffersOf(answer.value));
      else this.post({ id: m.id, ok: false, problem: answer.problem }, []);
    } catch (e) {
      const message = e instanceof Error ? e.message : String(e);
      this.post(
        {
          id: m.id,
          ok: false,
          problem: bad('crashed', m.name, `the engine failed in "${m.name}": ${message}`).problem,
        },
        [],
      );
    }
  }

  private async answer(id: number, name: RequestName, ask: unknown): Promise<Result<unknown>> {
    switch (name) {
      case 'hello':
        return ok({ protocol: PROTOCOL, semantics: SEMANTICS } satisfies Answer<'hello'>);
      case 'run':
        return this.run(id, ask as Ask<'run'>);
      case 'frame': {
        const a = ask as Ask<'frame'>;
        const held = this.held(a.run);
        return held ? ok(held.viewer.frame(a) satisfies Answer<'frame'>) : noRun(a.run);
      }
      case 'lanes': {
        const a = ask as Ask<'lanes'>;
        const held = this.held(a.run);
        if (!held) return noRun(a.run);
        const index = await this.laneIndexOf(held);
        held.indexing ??= this.growPages(a.run, held.pages);
        return ok(lanes(index, a, held.run.phases) satisfies Answer<'lanes'>);
      }
      case 'tally': {
        const a = ask as Ask<'tally'>;
        const { tallyOf } = await import('../lookup/tally.ts');
        const held = this.held(a.run);
        return held
          ? ok(tallyOf(held.run.recorder.columns, a.from, a.to, a.actor) satisfies Answer<'tally'>)
          : noRun(a.run);
      }
      case 'told': {
        const a = ask as Ask<'told'>;
        const { told } = await import('../lookup/tally.ts');
        const held = this.held(a.run);
        return held
          ? ok({ events: told(held.run.recorder.columns, a.from, a.to) } satisfies Answer<'told'>)
          : noRun(a.run);
      }
      case 'rangeStats': {
        const a = ask as Ask<'rangeStats'>;
        const { RangeStats } = await import('../lookup/rangestats.ts');
        const held = this.held(a.run);
        if (!held) return noRun(a.run);
        const stats = new RangeStats(held.run.recorder.columns, held.run.phases, a.from, a.to);
        while (!stats.run(SLICE)) {
          await this.pause();
          if (this.cancelled.delete(id))
            return bad('cancelled', 'rangeStats', 'the statistics were cancelled');
        }
        return ok(stats.totals() satisfies Answer<'rangeStats'>);
      }
      case 'proc': {
        const a = ask as Ask<'proc'>;
        const { ProcViewer } = await import('./proc.ts');
        const held = this.held(a.run);
        if (!held) return noRun(a.run);
        held.proc ??= new ProcViewer(held.run);
        return held.proc.answer(a) satisfies Result<Answer<'proc'>>;
      }
      case 'query': {
        const a = ask as Ask<'query'>;
        const searcher = await this.searcherOf(a.run);
        return searcher ? ok(await searcher.query(a.text, a.step)) : noRun(a.run);
      }
      case 'hits': {
        const a = ask as Ask<'hits'>;
        const searcher = await this.searcherOf(a.run);
        return searcher ? ok(await searcher.hits(a.text, a.offset, a.count)) : noRun(a.run);
      }
      case 'marks': {
        const a = ask as Ask<'marks'>;
        const searcher = await this.searcherOf(a.run);
        return searcher ? ok(await searcher.marks(a.text, a.steps)) : noRun(a.run);
      }
      case 'complete': {
        const a = ask as Ask<'complete'>;
        const searcher = await this.searcherOf(a.run);
        return searcher ? ok(searcher.complete(a.text, a.cursor)) : noRun(a.run);
      }
      case 'nextHit': {
        const a = ask as Ask<'nextHit'>;
        const searcher = await this.searcherOf(a.run);
        const hazards = a.hazards ? await this.hazardsOf(a.run) : [];
        return searcher && hazards
          ? ok(
              searcher.nextHit(
                a,
                hazards.map((h) => h.step),
              ),
            )
          : noRun(a.run);
      }
      case 'stepBy': {
        const a = ask as Ask<'stepBy'>;
        const { stepBy } = await import('../lookup/steps.ts');
        const held = this.held(a.run);
        return held ? ok({ step: stepBy(held.run.recorder.columns, a.step, a.unit, a.back) }) : noRun(a.run);
      }
      case 'stepAt': {
        const a = ask as Ask<'stepAt'>;
        const held = this.held(a.run);
        return held ? ok({ step: held.run.recorder.columns.firstAt(a.timeNs) }) : noRun(a.run);
      }
      case 'parting': {
        const a = ask as Ask<'parting'>;
        const held = this.held(a.run);
        if (!held) return noRun(a.run);
        return ok({ part: partingPart(held.run.recorder.columns, a.steps, a.checkpoints) });
      }
      case 'compare': {
        const a = ask as Ask<'compare'>;
        const { compare } = await import('../compare/compare.ts');
        const [one, other] = [this.held(a.run), this.held(a.other)];
        if (!one || !other) return noRun(one ? a.other : a.run);
        return ok(compare(one.run.recorder, other.run.recorder) satisfies Answer<'compare'>);
      }
      case 'alongside': {
        const a = ask as Ask<'alongside'>;
        const { alongside } = await import('../compare/align.ts');
        const [one, other] = [this.held(a.run), this.held(a.other)];
        if (!one || !other) return noRun(one ? a.other : a.run);
        return ok({ step: alongside(sided(one), sided(other), a.step, a.by) });
      }
      case 'hazards': {
        const { run } = ask as Ask<'hazards'>;
        const hazards = await this.hazardsOf(run);
        return hazards ? ok({ hazards } satisfies Answer<'hazards'>) : noRun(run);
      }
      case 'ledger': {
        const a = ask as Ask<'ledger'>;
        const { ledgerOf } = await import('../lookup/ledger.ts');
        const held = this.held(a.run);
        return held
          ? ok({
              rows: ledgerOf(held.run.recorder.columns, a.page, a.step, held.pages.eventsOf(a.page)),
            } satisfies Answer<'ledger'>)
          : noRun(a.run);
      }
      case 'around': {
        const a = ask as Ask<'around'>;
        const asker = await this.askerOf(a.run);
        return asker ? asker.around(a) : noRun(a.run);
      }
      case 'actors': {
        const { run } = ask as Ask<'actors'>;
        const asker = await this.askerOf(run);
        return asker ? ok(asker.actors()) : noRun(run);
      }
      case 'why': {
        const a = ask as Ask<'why'>;
        const asker = await this.askerOf(a.run);
        return asker ? asker.why(a, () => this.cancelled.delete(id)) : noRun(a.run);
      }
      case 'tracking': {
        const { trackingCurves } = await import('../sim/curves.ts');
        return ok(trackingCurves((ask as Ask<'tracking'>).costs) satisfies Answer<'tracking'>);
      }
      case 'story': {
        const a = ask as Ask<'story'>;
        const teller = await this.tellerOf(a.run);
        return teller ? ok({ told: a.steps.map((step) => teller.tell(step)) }) : noRun(a.run);
      }
      case 'mark': {
        const a = ask as Ask<'mark'>;
        const teller = await this.tellerOf(a.run);
        return teller ? teller.mark(a, a.step, a.answer) : noRun(a.run);
      }
      case 'export':
        return this.export(id, ask as Ask<'export'>);
      case 'drop':
        this.runs.delete((ask as Ask<'drop'>).run);
        return ok({});
    }
  }

  /** Complete; two questions at once grow the same one. */
  private async laneIndexOf(held: Held): Promise<LaneIndex> {
    held.lanes ??= new LaneIndex(held.run.recorder);
    while (!held.lanes.grow(SLICE)) await this.pause();
    return held.lanes;
  }

  /** Lets other messages in between slices: whoever points at a page before its end waits a little longer. */
  private async growPages(run: number, pages: PageIndex): Promise<void> {
    do await this.pause();
    while (this.runs.has(run) && !pages.grow(SLICE >> 2));
  }

  /** The run, which is now the one asked for last. */
  private held(run: number): Held | undefined {
    const held = this.runs.get(run);
    if (held && this.runs.delete(run)) this.runs.set(run, held);
    return held;
  }

  private async hazardsOf(run: number): Promise<readonly Hazard[] | null> {
    const { findHazards } = await import('../check/hazards/find.ts');
    const held = this.held(run);
    if (!held) return null;
    held.hazards ??= findHazards(held.run);
    return held.hazards;
  }

  private async searcherOf(run: number): Promise<Searcher | null> {
    const { Searcher } = await import('./search.ts');
    const held = this.held(run);
    if (!held) return null;
    held.searcher ??= new Searcher(held.run, this.pause);
    return held.searcher;
  }

  private async askerOf(run: number): Promise<Asker | null> {
    const { Asker } = await import('./why.ts');
    const held = this.runs.get(run);
    if (!held) return null;
    held.asker ??= new Asker(held.run, held.pages, this.pause);
    return held.asker;
  }

  private async tellerOf(run: number): Promise<Teller | null> {
    const { Teller } = await import('../story/tell.ts');
    const held = this.held(run);
    if (!held) return null;
    held.teller ??= new Teller(held.run);
    return held.teller;
  }

  private async export(id: number, ask: Ask<'export'>): Promise<Result<Answer<'export'>>> {
    const { exportRun } = await import('./export.ts');
    const hazards = ask.format === 'narration' ? await this.hazardsOf(ask.run) : [];
    const held = this.held(ask.run);
    if (!held || !hazards) return noRun(ask.run);
    const { title, link } = ask;
    return exportRun(held.run, { title, link, ...held.origin }, hazards, ask, this.slices(id));
  }

  /** Between two slices of a long answer: tells how far it is, 0…1, lets other messages in, and says whether to go on. */
  private slices(id: number): (done: number) => Promise<boolean> {
    return async (done) => {
      this.post({ id, progress: done }, []);
      await this.pause();
      return !this.cancelled.delete(id);
    };
  }

  private async run(id: number, ask: Ask<'run'>): Promise<Result<RunInfo>> {
    const made = await this.make(id, ask.input);
    if (!made.ok) return made;
    const { run, origin } = made.value;
    const number = ++this.lastRun;
    const pages = new PageIndex(run.recorder.columns);
    this.runs.set(number, { run, origin, pages, viewer: new Viewer(run.recorder, pages) });
    for (const old of [...this.runs.keys()].slice(0, -KEEP)) this.runs.delete(old);
    const { columns } = run.recorder;
    return ok({
      run: number,
      digest: run.digest,
      checkpoints: columns.length <= CHECKED_MAX ? checkpoints(columns, columns.length) : null,
      steps: run.recorder.columns.length,
      timeNs: run.timeNs,
      pages: run.recorder.state.pages,
      cast: run.cast,
      phases: run.phases,
      verdict: run.verdict ?? NO_VERDICT,
      counters: run.counters,
      ...(run.script ? { script: run.script } : {}),
      ...(run.recording ? { recording: run.recording } : {}),
      ...('timeline' in ask.input ? { opened: openedAs(ask.input.name, origin) } : {}),
    });
  }

  /** Scripts, recordings and files are seldom what a page begins with: what plays them is fetched when it is needed. */
  private async make(id: number, input: RunInput): Promise<Result<Pick<Held, 'run' | 'origin'>>> {
    const semantics = SEMANTICS;
    if ('script' in input) {
      const run = (await import('./script.ts')).playScript(input.script);
      return run.ok ? ok({ run: run.value, origin: { kind: 'script', text: input.script, semantics } }) : run;
    }
    if ('recording' in input) {
      const run = (await import('../trace/play.ts')).playRecording(input.recording, input.name);
      return run.ok
        ? ok({ run: run.value, origin: { kind: 'recording', text: input.recording, semantics } })
        : run;
    }
    if ('timeline' in input)
      return (await import('./open.ts')).openFile(input.timeline, input.name, this.slices(id));
    return this.simulate(id, input.scenario);
  }

  private async simulate(id: number, input: unknown): Promise<Result<Pick<Held, 'run' | 'origin'>>> {
    const scenario = parseScenario(input);
    if (!scenario.ok) return scenario;
    const simulation = new Simulation(scenario.value);
    const goesOn = this.slices(id);
    while (!simulation.next())
      if (!(await goesOn(simulation.progress))) return bad('cancelled', 'run', 'the run was cancelled');
    const text = JSON.stringify(scenario.value);
    return ok({ run: simulation.finish(), origin: { kind: 'scenario', text, semantics: SEMANTICS } });
  }
}

function openedAs(name: string, origin: Held['origin']): NonNullable<RunInfo['opened']> {
  const { kind, title = '', link = null, semantics } = origin;
  return { name, title, kind, link, semantics };
}

const sided = ({ run }: Held): Sided => ({ columns: run.recorder.columns, phases: run.phases });

function noRun(run: number): Result<never> {
  return bad('not-found', 'run', `run ${run} is no longer held by the engine: run the scenario again`);
}

/** Typed arrays of an answer travel without a copy. */
function buffersOf(value: unknown): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  if (Array.isArray(value))
    return value.length > 0 && typeof value[0] === 'object' ? value.flatMap(buffersOf) : [];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(buffersOf);
  return [];
}
