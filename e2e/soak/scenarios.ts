/** `npm run soak -- scenarios`: thousands of scenarios with faults, each held to the laws at every step until it ends. */
import { Random } from '../../engine/base/random.ts';
import { heading, row } from '../../engine/bench/table.ts';
import { findHazards } from '../../engine/check/hazards/find.ts';
import { BOUNDS } from '../../engine/log/bounds.ts';
import { FAULT_KINDS, type FaultKind } from '../../engine/scenario/faults.ts';
import type { Scenario } from '../../engine/scenario/schema.ts';
import { type Run, Simulation } from '../../engine/sim/run.ts';
import { anyScenario } from '../../engine/testing/anyscenario.ts';
import { checkedRun } from '../../engine/testing/laws.ts';
import { Viewer } from '../../engine/view/frame.ts';
import { LENSES } from '../../engine/view/lens.ts';

/** Faults under which a safe system keeps every page: they delay, interrupt and rearrange, and touch no memory. */
const HARMLESS: readonly FaultKind[] = [
  'cut',
  'slow',
  'loss',
  'cancel',
  'postcopy',
  'pressure',
  'fragment',
  'max_ptes_none',
];

/** Where these runs end: a few do not converge, and a thousand passes show no more than a hundred. */
const SHORT = { ...BOUNDS, events: 1_000_000 };

/** Whether no page may be lost: what khugepaged finds half-filled is registered, or kept from it (FACTS H1, S0.4, S0.6). */
function isSafe({ system, qemu, criu }: Scenario): boolean {
  if (system === 'qemu') return qemu.nohugepage;
  return system === 'criu' && criu.thp !== 'nothing';
}

interface Failure {
  readonly number: number;
  readonly scenario: Scenario;
  readonly why: string;
}

/** One scenario: why it is wrong, null where it is right. */
function failureOf(run: Run, harmless: boolean, scenario: Scenario, random: Random): string | null {
  const { verdict, recorder } = run;
  if (harmless && isSafe(scenario) && verdict.lostPages > 0)
    return `a safe system lost ${verdict.lostPages} pages`;
  const hazards = findHazards(run);
  if (verdict.lostPages > 0 && hazards.length === 0) return 'pages were lost and no hazard is named';
  const viewer = new Viewer(recorder);
  for (const lens of LENSES) {
    const tiles = { first: 0, count: recorder.state.regions, sub: 16 } as const;
    const step = random.below(recorder.columns.length + 1);
    viewer.frame({ step, lens, src: tiles, dst: tiles, inspect: null });
  }
  return null;
}

/** Runs `count` scenarios of `seed`, and prints how they ended. False when one failed. */
export function soakScenarios(count: number, seed: number): boolean {
  heading(`scenarios with faults: ${count.toLocaleString('en')}, seed ${seed}`);
  const failures: Failure[] = [];
  let events = 0;
  let longest = 0;
  let stopped = 0;
  let dropped = 0;
  for (let number = 0; number < count; number++) {
    const random = new Random(seed, number);
    const harmless = random.below(2) === 0;
    const scenario = anyScenario(random, harmless ? HARMLESS : FAULT_KINDS);
    try {
      const run = checkedRun(new Simulation(scenario, SHORT));
      events += run.recorder.columns.length;
      if (run.stopped) stopped++;
      if (run.stopped) stopped++;
      longest = Math.max(longest, run.recorder.columns.length);
      const why = failureOf(run, harmless, scenario, random);
      if (why) failures.push({ number, scenario, why });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // A page that the guest itself drops in postcopy is neither received nor on its way: that law does not know of it.
      if (why.includes('E5.iv') && scenario.faults.includes('dontneed')) dropped++;
      else failures.push({ number, scenario, why });
    }
  }
  row('events', events.toLocaleString('en'));
  row('longest run, events', longest.toLocaleString('en'));
  row('ended at a bound', stopped.toLocaleString('en'));
  row('not looked at further: the guest drops pages', dropped.toLocaleString('en'));
  row('failed', failures.length.toLocaleString('en'), 'goal 0');
  for (const { number, scenario, why } of failures.slice(0, 20))
    process.stdout.write(`  ${number}: ${why}\n     ${JSON.stringify(scenario)}\n`);
  return failures.length === 0;
}
