/** What is to be run → a stored run and the facts about it. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { AnyRun } from '../export/file/timeline.ts';
import { checkpoints } from '../log/checkpoints.ts';
import { parseScenario, type Scenario } from '../scenario/schema.ts';
import { NO_VERDICT, Simulation } from '../sim/run.ts';
import { classesSeen } from '../view/seen.ts';
import { type RunInfo, type RunInput, SEMANTICS } from './protocol.ts';
import { type Pause, type RunOrigin, type Runs, StoredRun } from './runs.ts';

/** Longer logs have no checkpoints: they would cost as much as the digest. */
const CHECKED_MAX = 4_000_000;

interface Made {
  readonly run: AnyRun;
  readonly origin: RunOrigin;
}

/** Reports the part done, 0…1, lets other messages in, and returns whether to go on. */
type GoesOn = (done: number) => Promise<boolean>;

/** Runs, plays or opens the input, and stores the run. */
export async function loadRun(
  runs: Runs,
  input: RunInput,
  pause: Pause,
  goesOn: GoesOn,
): Promise<Result<RunInfo>> {
  const made = await make(input, goesOn);
  if (!made.ok) return made;
  const { run, origin } = made.value;
  const { columns, state } = run.recorder;
  return ok({
    run: runs.add(new StoredRun(run, origin, pause)),
    digest: run.digest,
    checkpoints: columns.length <= CHECKED_MAX ? checkpoints(columns, columns.length) : null,
    steps: columns.length,
    timeNs: run.timeNs,
    pages: state.pages,
    cast: run.cast,
    phases: run.phases,
    verdict: run.verdict ?? NO_VERDICT,
    counters: run.counters,
    classes: classesSeen(run.recorder),
    ...(run.script ? { script: run.script } : {}),
    ...(run.recording ? { recording: run.recording } : {}),
    ...('timeline' in input ? { opened: openedAs(input.name, origin) } : {}),
  });
}

/** A page seldom begins with a script, a recording or a file: their players are fetched when they are used. */
async function make(input: RunInput, goesOn: GoesOn): Promise<Result<Made>> {
  if ('script' in input) {
    const run = (await import('../script/play.ts')).playScript(input.script);
    return withOrigin(run, 'script', input.script);
  }
  if ('recording' in input) {
    const run = (await import('../trace/play.ts')).playRecording(input.recording, input.name);
    return withOrigin(run, 'recording', input.recording);
  }
  if ('timeline' in input) return (await import('./open.ts')).openFile(input.timeline, input.name, goesOn);
  const scenario = parseScenario(input.scenario);
  if (!scenario.ok) return scenario;
  return withOrigin(await simulate(scenario.value, goesOn), 'scenario', JSON.stringify(scenario.value));
}

const withOrigin = (run: Result<AnyRun>, kind: RunOrigin['kind'], text: string): Result<Made> =>
  run.ok ? ok({ run: run.value, origin: { kind, text, semantics: SEMANTICS } }) : run;

async function simulate(scenario: Scenario, goesOn: GoesOn): Promise<Result<AnyRun>> {
  const simulation = new Simulation(scenario);
  while (!simulation.next())
    if (!(await goesOn(simulation.progress))) return bad('cancelled', 'run', worded`the run was cancelled`);
  return ok(simulation.finish());
}

function openedAs(name: string, origin: RunOrigin): NonNullable<RunInfo['opened']> {
  const { kind, title = '', link = null, semantics } = origin;
  return { name, title, kind, link, semantics };
}
