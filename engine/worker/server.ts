/** Answers requests: one handler per request. Long work is done in slices with pauses, in which cancels and other requests
 *  arrive; the size of slices never changes a log. */
import { worded } from '../base/language.ts';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import type { Work } from '../base/work.ts';
import { aligned, type Sided } from '../compare/align.ts';
import { compare } from '../compare/compare.ts';
import { BOUNDS } from '../log/bounds.ts';
import { partingPart } from '../log/checkpoints.ts';
import { PIECE } from '../log/columns.ts';
import { flagSpans } from '../lookup/flagspans.ts';
import { lanes } from '../lookup/lanes.ts';
import { ledgerOf } from '../lookup/ledger.ts';
import { RangeStats } from '../lookup/rangestats.ts';
import { stepBy } from '../lookup/steps.ts';
import { tallyOf, told } from '../lookup/tally.ts';
import { goOn, loadRun } from './load.ts';
import type { LogStore } from './logs.ts';
import type { Rhythm } from './making.ts';
import { type Making, PROTOCOL, type RequestName, type Requests, SEMANTICS } from './protocol.ts';
import { type Answered, type FromServer, type Handlers, type Job, RpcServer } from './rpc.ts';
import { Runs, type StoredRun } from './runs.ts';
import { inSlices } from './slices.ts';

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
    handle: (run: StoredRun, other: StoredRun, ask: A, job: Job) => Answered<T>,
  ) =>
    ofRun((run, ask: A, job) => {
      const other = runs.get(ask.other);
      return other ? handle(run, other, ask, job) : noRun(ask.other);
    });
  /** Between two slices: reports the part done, lets other messages in, and returns whether to go on. */
  const slices = (job: Job) => async (done: number, detail?: Making) => {
    job.progress(done, detail);
    await pause();
    return !job.cancelled;
  };
  /** The same, for what nobody watches. */
  const goesOn = (job: Job) => async () => {
    await pause();
    return !job.cancelled;
  };
  /** The handler of a request about one run that may take long: its work is done in slices, and ends when it is cancelled. */
  const working = <A extends { readonly run: number }, T>(
    name: RequestName,
    begin: (run: StoredRun, ask: A) => Work<T>,
  ) => ofRun((run, ask: A, job) => inSlices(name, begin(run, ask), rhythm, goesOn(job)));

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
    flagSpans: working('flagSpans', ({ columns }) => flagSpans(columns)),
    proc: ofRun(({ procViewer, procTurns }, ask, job) =>
      procTurns.take(async () => {
        const answered = await inSlices('proc', procViewer.answering(ask), rhythm, goesOn(job));
        return answered.ok ? answered.value : answered;
      }),
    ),

    tally: working('tally', ({ columns }, { from, to, actor }) => tallyOf(columns, from, to, actor)),
    events: ofRun(({ columns }, { from, to }) => ok({ events: told(columns, from, to) })),
    rangeStats: working('rangeStats', function* ({ columns, run }, { from, to }) {
      const stats = new RangeStats(columns, run.phases, from, to);
      while (!stats.run(PIECE)) yield 0;
      return stats.totals();
    }),
    stepBy: working('stepBy', function* ({ columns }, { step, unit, back }) {
      return { step: yield* stepBy(columns, step, unit, back) };
    }),
    stepAt: ofRun(({ columns }, { timeNs }) => ok({ step: columns.firstAt(timeNs) })),
    ledger: working('ledger', function* ({ columns, pages }, { page, step }) {
      return { rows: ledgerOf(columns, page, step, yield* pages.finding(page)) };
    }),
    hazards: working('hazards', function* ({ hazards }) {
      return { hazards: yield* hazards.get() };
    }),

    query: working('query', ({ searcher }, { text, step }) => searcher.query(text, step)),
    hits: working('hits', ({ searcher }, { text, offset, count }) => searcher.hits(text, offset, count)),
    hitCounts: working('hitCounts', ({ searcher }, { text, steps }) => searcher.hitCounts(text, steps)),
    nextHit: working('nextHit', function* ({ hazards, searcher }, ask) {
      const found = ask.hazards ? yield* hazards.get() : [];
      return yield* searcher.nextHit(
        ask,
        found.map((h) => h.step),
      );
    }),
    complete: ofRun(({ searcher }, { text, cursor }) => ok(searcher.complete(text, cursor))),

    context: ofRun(async (run, ask, job) => (await run.inspector()).context(ask, job)),
    actors: ofRun(async (run, _, job) =>
      inSlices('actors', (await run.inspector()).actors(), rhythm, goesOn(job)),
    ),
    why: ofRun(async (run, ask, job) => (await run.inspector()).why(ask, job)),

    compare: ofBoth((run, other, _, job) =>
      inSlices('compare', compare(run.run.recorder, other.run.recorder), rhythm, goesOn(job)),
    ),
    aligned: ofBoth((run, other, { step, by }) => ok({ step: aligned(sided(run), sided(other), step, by) })),
    divergence: working('divergence', function* ({ columns }, { steps, checkpoints }) {
      return { part: yield* partingPart(columns, steps, checkpoints) };
    }),
    verify: ofRun(async (run, _, job) => (await import('./verify.ts')).verify(run, rhythm, job)),
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
    rehearsal: async ({ logs: number }, job) => {
      const fit = logs?.fitOf(number);
      if (!fit) return noLogs();
      const { rehearsing } = await import('../diagnose/rehearse.ts');
      return inSlices('rehearsal', rehearsing(fit), rhythm, slices(job));
    },
    logLines: async ({ logs: number, file, from, count }, job) => {
      const found = logs?.get(number, file);
      if (!found) return noLogs();
      const { linesOf } = await import('./logs.ts');
      return ok({ lines: await linesOf(found, from, count, rhythm.now, slices(job)) });
    },

    export: ofRun(async (run, ask, job) =>
      (await import('./export.ts')).exportRun(run, ask, rhythm, slices(job)),
    ),
  };
}

const sided = ({ columns, run }: StoredRun): Sided => ({ columns, phases: run.phases });

function noLogs(): Result<never> {
  return bad('not-found', 'logs', worded`these logs are no longer held: open them again`);
}

function noRun(run: number): Result<never> {
  return bad('not-found', 'run', worded`run ${run} is no longer held by the engine: run the scenario again`);
}
