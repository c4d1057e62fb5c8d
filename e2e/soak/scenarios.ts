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

/** Where these runs end: some do not converge, and a hundred passes show no more than thirty. */
const SHORT = { ...BOUNDS, events: 300_000 };

/** Scenarios between two lines of progress. */
const SAY_EVERY = 250;

/** Whether no page may be lost: what khugepaged finds half-filled is registered, or kept from it (FACTS H1, S0.4, S0.6). */
function isSafe({ system, qemu, criu }: Scenario): boolean {
  if (system === 'qemu') return qemu.nohugepage;
  return system === 'criu' && criu.thp !== 'nothing';
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

/** Runs `count` scenarios of `seed` from number `first` on, and prints how they ended. False when one failed. */
export function soakScenarios(count: number, seed: number, first = 0): boolean {
  heading(`scenarios with faults: ${count.toLocaleString('en')} from ${first}, seed ${seed}`);
  let failed = 0;
  const fail = (number: number, scenario: Scenario, why: string) => {
    failed++;
    process.stdout.write(`  failed: ${number}: ${why}\n     ${JSON.stringify(scenario)}\n`);
  };
  let events = 0;
  let longest = 0;
  let worst = '';
  const ends: Record<string, number> = { 'at their end': 0, 'given up': 0 };
  const began = performance.now();
  for (let number = first; number < first + count; number++) {
    const random = new Random(seed, number);
    const harmless = random.below(2) === 0;
    const scenario = anyScenario(random, harmless ? HARMLESS : FAULT_KINDS);
    try {
      const run = checkedRun(new Simulation(scenario, SHORT));
      const { length } = run.recorder.columns;
      events += length;
      const end = run.stopped
        ? `bound of ${run.stopped.by}`
        : run.verdict.aborted
          ? 'given up'
          : 'at their end';
      ends[end] = (ends[end] ?? 0) + 1;
      if (length > longest) [longest, worst] = [length, `${number}`];
      // One act may have many events, never as many as half a run.
      if (length > 1.5 * SHORT.events) fail(number, scenario, `${length} events`);
      const why = failureOf(run, harmless, scenario, random);
      if (why) fail(number, scenario, why);
    } catch (error) {
      fail(number, scenario, error instanceof Error ? error.message : String(error));
    }
    if ((number + 1 - first) % SAY_EVERY === 0)
      process.stdout.write(`  ${number + 1 - first}: ${failed} failed, ${events} events\n`);
  }
  row('seconds', ((performance.now() - began) / 1000).toFixed());
  row('events', events.toLocaleString('en'));
  row('longest run, events', `${longest.toLocaleString('en')}: number ${worst}`);
  for (const [end, n] of Object.entries(ends)) row(`ended: ${end}`, n.toLocaleString('en'));
  row('failed', failed.toLocaleString('en'), 'goal 0');
  return failed === 0;
}
