/** Answers requests: one handler per request. Long work is done in slices with pauses, in which cancels and other requests
 *  arrive; the size of slices never changes a log. */
import { worded } from '../base/language.ts';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import { aligned, type Sided } from '../compare/align.ts';
import { compare } from '../compare/compare.ts';
import { BOUNDS } from '../log/bounds.ts';
import { partingPart } from '../log/checkpoints.ts';
import { flagSpans } from '../lookup/flagspans.ts';
import { lanes } from '../lookup/lanes.ts';
import { ledgerOf } from '../lookup/ledger.ts';
import { RangeStats } from '../lookup/rangestats.ts';
import { stepBy } from '../lookup/steps.ts';
import { tallyOf, told } from '../lookup/tally.ts';
import { goOn, loadRun } from './load.ts';
import type { LogStore } from './logs.ts';
import type { Rhythm } from './making.ts';
import { type Making, PROTOCOL, type Requests, SEMANTICS } from './protocol.ts';
import { type Answered, type FromServer, type Handlers, type Job, RpcServer } from './rpc.ts';
import { Runs, SLICE, type StoredRun } from './runs.ts';

/** `post` sends to the page; `rhythm` says when other messages are let in; `bounds` are those of tests. */
export function createServer(
  post: (message: FromServer, transfer: ArrayBufferLike[]) => void,
  rhythm: Rhythm,
  bounds = BOUNDS,
): RpcServer<Requests> {
  return new RpcServer(handlersFor(new Runs(), rhythm, bounds), post, failed);
}

/** What browsers say of a part of the worker that cannot be fetched. */
const MISSING = /imported module|importing a module/i;

/** The engine goes on without a part of it; any other error of a handler is its end. */
export const failed = (name: string, message: string): Problem =>
  MISSING.test(message)
    ? bad('not-loaded', name, worded`${name}: a part of the engine could not be loaded`).problem
    : bad('crashed', name, worded`the engine failed in "${name}": ${message}`).problem;

function handlersFor(runs: Runs, rhythm: Rhythm, bounds: typeof BOUNDS): Handlers<Requests> {
  const { pause } = rhythm;
  /** Made with the first log. */
  let logs: LogStore | null = null;
  /** The handler of a request about one run, which is `ask.run`. */
  const ofRun =
    <A extends { readonly run: number }, T>(handle: (run: StoredRun, ask: A, job: Job) => Answered<T>) =>
    (ask: A, job: Job): Answered<T> => {
      const run = runs.get(ask.run);
      return run ? handle(run, ask, job) : noRun(ask.run);
    };
  /** The same for `ask.run` and `ask.other`. */
  const ofBoth = <A extends { readonly run: number; readonly other: number }, T>(
    handle: (run: StoredRun, other: StoredRun, ask: A) => Answered<T>,
  ) =>
    ofRun((run, ask: A) => {
      const other = runs.get(ask.other);
      return other ? handle(run, other, ask) : noRun(ask.other);
    });
  /** Between two slices: reports the part done, lets other messages in, and returns whether to go on. */
  const slices = (job: Job) => async (done: number, detail?: Making) => {
    job.progress(done, detail);
    await pause();
    return !job.cancelled;
  };

  return {
    hello: () => ok({ protocol: PROTOCOL, semantics: SEMANTICS }),
    run: (ask, job) => loadRun(ask.input, { runs, rhythm, bounds, goesOn: slices(job) }),
    goOn: ofRun((run, _, job) => goOn(run, { runs, rhythm, bounds, goesOn: slices(job) })),
    drop: ({ run }) => {
      runs.drop(run);
      return ok({});
    },

    frame: ofRun(({ viewer }, ask) => ok(viewer.frame(ask))),
    lanes: ofRun(async (run, ask) => ok(lanes(await run.completeLanes(), ask, run.run.phases))),
    flagSpans: ofRun(({ columns }) => ok(flagSpans(columns))),
    proc: ofRun(({ procViewer }, ask) => procViewer.answer(ask)),

    tally: ofRun(({ columns }, { from, to, actor }) => ok(tallyOf(columns, from, to, actor))),
    events: ofRun(({ columns }, { from, to }) => ok({ events: told(columns, from, to) })),
    rangeStats: ofRun(async ({ columns, run }, { from, to }, job) => {
      const stats = new RangeStats(columns, run.phases, from, to);
      while (!stats.run(SLICE)) {
        await pause();
        if (job.cancelled) return bad('cancelled', 'rangeStats', worded`the statistics were cancelled`);
      }
      return ok(stats.totals());
    }),
    stepBy: ofRun(({ columns }, { step, unit, back }) => ok({ step: stepBy(columns, step, unit, back) })),
    stepAt: ofRun(({ columns }, { timeNs }) => ok({ step: columns.firstAt(timeNs) })),
    ledger: ofRun(({ columns, pages }, { page, step }) =>
      ok({ rows: ledgerOf(columns, page, step, pages.eventsOf(page)) }),
    ),
    hazards: ofRun(({ hazards }) => ok({ hazards })),

    query: ofRun(async ({ searcher }, { text, step }) => ok(await searcher.query(text, step))),
    hits: ofRun(async ({ searcher }, { text, offset, count }) =>
      ok(await searcher.hits(text, offset, count)),
    ),
    hitCounts: ofRun(async ({ searcher }, { text, steps }) => ok(await searcher.hitCounts(text, steps))),
    nextHit: ofRun((run, ask) => {
      const steps = ask.hazards ? run.hazards.map((h) => h.step) : [];
      return ok(run.searcher.nextHit(ask, steps));
    }),
    complete: ofRun(({ searcher }, { text, cursor }) => ok(searcher.complete(text, cursor))),

    context: ofRun(async (run, ask) => (await run.inspector()).context(ask)),
    actors: ofRun(async (run) => ok((await run.inspector()).actors())),
    why: ofRun(async (run, ask, job) => (await run.inspector()).why(ask, job)),

    compare: ofBoth((run, other) => ok(compare(run.run.recorder, other.run.recorder))),
    aligned: ofBoth((run, other, { step, by }) => ok({ step: aligned(sided(run), sided(other), step, by) })),
    divergence: ofRun(({ columns }, { steps, checkpoints }) =>
      ok({ part: partingPart(columns, steps, checkpoints) }),
    ),
    verify: ofRun(async (run, _, job) => (await import('./verify.ts')).verify(run, pause, job)),
    verdicts: ofRun(async ({ run }) => {
      const { verdictsOf } = await import('../view/verdicts.ts');
      return ok({ verdicts: run.script ? verdictsOf(run.recorder, run.script.done) : [] });
    }),
    tracking: async ({ costs }) => ok((await import('../sim/curves.ts')).trackingCurves(costs)),

    story: ofRun(async (run, { steps }) => {
      const story = await run.story();
      return ok({ steps: steps.map((step) => story.describe(step)) });
    }),
    grade: ofRun(async (run, { step, question, answer }) =>
      (await run.story()).grade(question, step, answer),
    ),

    logs: async ({ files }, job) => {
      const part = await import('./logs.ts');
      logs ??= new part.LogStore();
      return part.readLogs(files, logs, rhythm.now, slices(job));
    },
    logLines: async ({ logs: number, file, from, count }, job) => {
      const found = logs?.get(number, file);
      if (!found) return bad('not-found', 'logs', worded`these logs are no longer held: open them again`);
      const { linesOf } = await import('./logs.ts');
      return ok({ lines: await linesOf(found, from, count, rhythm.now, slices(job)) });
    },

    export: ofRun(async (run, ask, job) => (await import('./export.ts')).exportRun(run, ask, slices(job))),
  };
}

const sided = ({ columns, run }: StoredRun): Sided => ({ columns, phases: run.phases });

function noRun(run: number): Result<never> {
  return bad('not-found', 'run', worded`run ${run} is no longer held by the engine: run the scenario again`);
}
