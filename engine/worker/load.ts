/** What is to be run → a stored run and the facts about it. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { Work } from '../base/work.ts';
import type { AnyRun } from '../export/file/timeline.ts';
import type { BOUNDS } from '../log/bounds.ts';
import { checkpoints } from '../log/checkpoints.ts';
import { parseScenario } from '../scenario/schema.ts';
import { NO_VERDICT, Simulation } from '../sim/run.ts';
import { classesSeen } from '../view/seen.ts';
import { make as goOnWith, type Rhythm } from './making.ts';
import { type Making, type RunInfo, type RunInput, SEMANTICS } from './protocol.ts';
import { type RunOrigin, type Runs, StoredRun } from './runs.ts';
import { inSlices, uncancelled } from './slices.ts';

/** Longer logs have no checkpoints: they would cost as much as the digest. */
const CHECKED_MAX = 4_000_000;

interface Made {
  readonly run: AnyRun;
  readonly origin: RunOrigin;
  /** What goes on with a run that met a bound. */
  readonly simulation?: Simulation;
}

/** What a run is made with. */
export interface Loader {
  readonly runs: Runs;
  readonly rhythm: Rhythm;
  /** Where runs of scenarios end. */
  readonly bounds: typeof BOUNDS;
  /** Reports the part done, 0…1, and what there is to say beside; lets other messages in, and returns whether to go on. */
  readonly goesOn: (done: number, detail?: Making) => Promise<boolean>;
}

/** Runs, plays or opens the input, and stores the run. */
export async function loadRun(input: RunInput, by: Loader): Promise<Result<RunInfo>> {
  if ('scenario' in input) {
    const scenario = parseScenario(input.scenario);
    return scenario.ok ? makeRun(new Simulation(scenario.value, by.bounds), by) : scenario;
  }
  const made = await make(input, by);
  if (!made.ok) return made;
  const stored = await store(made.value, by);
  return 'timeline' in input
    ? ok({ ...stored, opened: openedAs(input.name, made.value.origin) })
    : ok(stored);
}

/** Makes a run of a simulation, and stores it. */
export async function makeRun(simulation: Simulation, by: Loader): Promise<Result<RunInfo>> {
  const text = JSON.stringify(simulation.scenario);
  const made = await simulate(simulation, { kind: 'scenario', text, semantics: SEMANTICS }, by);
  return made.ok ? ok(await store(made.value, by)) : made;
}

/** Goes on with a run that met a bound, and stores what comes of it. */
export async function goOn(stopped: StoredRun, by: Loader): Promise<Result<RunInfo>> {
  const { simulation, origin } = stopped;
  if (!simulation || (simulation.stopped && !simulation.canGoOn))
    return bad('invalid', 'run', worded`run: expected a run that was stopped and may go on`);
  if (simulation.stopped) simulation.goOn();
  const made = await simulate(simulation, origin, by);
  if (!made.ok) return made;
  stopped.simulation = null;
  const info = await store(made.value, by);
  return ok(simulation.isBeyond ? { ...info, checkpoints: null, beyond: true } : info);
}

async function store({ run, origin, simulation }: Made, { runs, rhythm }: Loader): Promise<RunInfo> {
  const stored = new StoredRun(run, origin, rhythm);
  stored.simulation = simulation ?? null;
  const { columns } = run.recorder;
  const facts = await uncancelled(factsOf(run), rhythm);
  const checked = columns.length <= CHECKED_MAX;
  return {
    ...facts,
    run: runs.add(stored),
    checkpoints: checked ? await uncancelled(checkpoints(columns, columns.length), rhythm) : null,
    ...(run.stopped ? { stopped: { ...run.stopped, canGoOn: simulation?.canGoOn === true } } : {}),
  };
}

/** The facts about a run, whole or not. */
function* factsOf(run: AnyRun): Work<Omit<RunInfo, 'run'>> {
  const { columns, state } = run.recorder;
  return {
    digest: run.digest,
    checkpoints: null,
    steps: columns.length,
    timeNs: run.timeNs,
    pages: state.pages,
    cast: run.cast,
    phases: run.phases,
    verdict: run.verdict ?? NO_VERDICT,
    counters: run.counters,
    classes: yield* classesSeen(run.recorder),
    ...(run.script ? { script: run.script } : {}),
    ...(run.recording ? { recording: run.recording } : {}),
  };
}

/** A page seldom begins with a script, a recording or a file: their players are fetched when they are used. */
async function make(input: Exclude<RunInput, { scenario: unknown }>, by: Loader): Promise<Result<Made>> {
  if ('script' in input) {
    const { playingScript } = await import('../script/play.ts');
    return played(playingScript(input.script), 'script', input.script, by);
  }
  if ('recording' in input) {
    const { playingRecording } = await import('../trace/play.ts');
    return played(playingRecording(input.recording, input.name), 'recording', input.recording, by);
  }
  return (await import('./open.ts')).openFile(input.timeline, input.name, by);
}

async function played(
  work: Work<Result<AnyRun>>,
  kind: RunOrigin['kind'],
  text: string,
  { rhythm, goesOn }: Loader,
): Promise<Result<Made>> {
  const run = await inSlices('run', work, rhythm, goesOn);
  if (!run.ok) return run;
  return run.value.ok
    ? ok({ run: run.value.value, origin: { kind, text, semantics: SEMANTICS } })
    : run.value;
}

/** Makes a run of a simulation. While that takes long, it can be looked at: two runs so far are kept, because a page still asks about
 *  the one before when the next is there. */
async function simulate(
  simulation: Simulation,
  origin: RunOrigin,
  { runs, rhythm, goesOn }: Loader,
): Promise<Result<Made>> {
  const shown: number[] = [];
  const whole = await goOnWith(simulation, rhythm, {
    goesOn: (progress) => goesOn(progress.part, { progress }),
    show: async (run, progress) => {
      const facts = await uncancelled(factsOf(run), rhythm);
      const number = runs.addPart(new StoredRun(run, origin, rhythm));
      if (shown.push(number) > 2) runs.drop(shown.shift()!);
      return goesOn(progress.part, { progress, info: { ...facts, run: number, making: progress } });
    },
  });
  // The last one stays on screen until the run itself is there; the page drops it.
  for (const number of shown.slice(0, -1)) runs.drop(number);
  if (!whole) {
    if (shown.length === 0) return bad('cancelled', 'run', worded`the run was cancelled`);
    // What a reader has seen, they keep.
    simulation.stop();
  }
  const run = await uncancelled(simulation.finishing(), rhythm);
  return ok({ run, origin, ...(run.stopped ? { simulation } : {}) });
}

function openedAs(name: string, origin: RunOrigin): NonNullable<RunInfo['opened']> {
  const { kind, title = '', link = null, semantics } = origin;
  return { name, title, kind, link, semantics };
}
