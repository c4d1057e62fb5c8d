/** Whether the log of an opened file is the work of this engine: its scenario is run again, in slices, and the logs are compared.
 *  A file may hold any log that keeps the laws; only this tells whether its scenario gives it. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { divergence } from '../compare/divergence.ts';
import { parseScenario } from '../scenario/schema.ts';
import { Simulation } from '../sim/run.ts';
import { SEMANTICS, type Verified } from './protocol.ts';
import type { StoredRun } from './runs.ts';
import { type Clock, uncancelled } from './slices.ts';

/** Events of a log that is held against its scenario: a longer one would keep the worker busy for many seconds. */
const MOST = 4_000_000;
/** Acts between two pauses: some milliseconds. */
const SLICE = 1 << 12;

const SAME: Verified = { semantics: null, common: null };

export async function verify(
  { run, origin, columns }: StoredRun,
  clock: Clock,
  job: { readonly cancelled: boolean },
): Promise<Result<Verified>> {
  if (origin.semantics !== SEMANTICS) return ok({ semantics: origin.semantics, common: null });
  if (origin.kind !== 'scenario' || columns.length > MOST) return ok(SAME);
  const scenario = parseScenario(jsonOf(origin.text));
  // A scenario that is none gives no log.
  if (!scenario.ok) return ok({ semantics: null, common: 0 });
  const simulation = new Simulation(scenario.value);
  const made = simulation.recorder.columns;
  // A log that goes on after the end of this one differs there, wherever it leads.
  while (!simulation.next(SLICE) && made.length <= columns.length) {
    await clock.pause();
    if (job.cancelled) return bad('cancelled', 'verify', worded`the comparison was cancelled`);
  }
  // One that was stopped is the beginning of what its scenario gives.
  const own = run.stopped ? made.upTo(columns.length) : made;
  if (own.length === columns.length && own.digest() === run.digest) return ok(SAME);
  const apart = await uncancelled(divergence(columns, own), clock);
  return ok({
    semantics: null,
    common: apart ? Math.min(apart.step, (apart.late ?? apart.step + 1) - 1) : null,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
