/** The longest piece of work that a worker does at once while it makes a run, of all presets and of a large guest. Nothing that a
 *  reader asks for meanwhile waits longer. */

import { GIB } from '../base/units.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { Simulation } from '../sim/run.ts';
import { LENSES } from '../view/lens.ts';
import { make } from '../worker/making.ts';
import { heading, row } from './table.ts';
import { cpuMs, TimedEngine } from './timed.ts';

const GOAL_MS = 50;

interface Longest {
  ms: number;
  /** Events that were there before it. */
  at: number;
}

/** Makes a run as the worker does, with looks at what there is so far. */
async function longestOf(
  scenario: Scenario,
): Promise<{ making: Longest; looking: Longest; ending: Longest; events: number }> {
  const simulation = new Simulation(scenario);
  const { recorder } = simulation;
  const making = { ms: 0, at: 0 };
  const looking = { ms: 0, at: 0 };
  const ending = { ms: 0, at: 0 };
  let began = cpuMs();
  const note = (of: Longest) => {
    const ms = cpuMs() - began;
    if (ms > of.ms) Object.assign(of, { ms, at: recorder.length });
    began = cpuMs();
  };
  await make(
    simulation,
    { pause: async () => note(looking), now: () => performance.now(), lookAfter: 2000 },
    {
      goesOn: async () => {
        note(making);
        return true;
      },
      show: async () => {
        note(looking);
        return true;
      },
    },
  );
  note(making);
  const finishing = simulation.finishing();
  while (!finishing.next().done) note(ending);
  note(ending);
  return { making, looking, ending, events: recorder.length };
}

const say = ({ ms, at }: Longest): string => `${ms.toFixed(0)} ms at ${at.toLocaleString('en')}`;

export async function slicesBench(): Promise<void> {
  heading('longest piece of work between two pauses, CPU time');
  const longest = { ms: 0, at: 0 };
  let name = '';
  for (const { id, scenario } of PRESETS) {
    const { making, ending } = await longestOf(scenario);
    for (const one of [making, ending])
      if (one.ms > longest.ms) [longest.ms, longest.at, name] = [one.ms, one.at, id];
  }
  row(`${PRESETS.length} presets: ${name}`, say(longest), `goal ${GOAL_MS} ms`);
  for (const gib of [16, 64]) {
    const scenario = withOverrides(PRESETS[0]!, { 'guest.bytes': gib * GIB });
    if (!scenario.ok) throw new Error(scenario.problem.message);
    const { making, looking, ending, events } = await longestOf(scenario.value);
    row(`${gib} GiB, ${events.toLocaleString('en')} events: making`, say(making), `goal ${GOAL_MS} ms`);
    row(`${gib} GiB: a look at what there is`, say(looking), `goal ${GOAL_MS} ms`);
    row(`${gib} GiB: the end`, say(ending), `goal ${GOAL_MS} ms`);
  }
  for (const gib of [1, 16]) await askedOf(gib);
}

/** The longest piece of work of each request about a large run. */
async function askedOf(gib: number): Promise<void> {
  const scenario = withOverrides(PRESETS[0]!, { 'guest.bytes': gib * GIB });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  const longest = new Map<string, number>();
  const { client } = new TimedEngine(({ ms, asked }) => {
    const name = asked.join(', ');
    longest.set(name, Math.max(longest.get(name) ?? 0, ms));
  });
  const made = await client.ask('run', { input: { scenario: scenario.value } });
  if (!made.ok) throw new Error(made.problem.message);
  const { run, steps, pages } = made.value;
  const tiles = { first: 0, count: pages >> 9, sub: 16 } as const;
  const middle = steps >> 1;
  for (const lens of LENSES)
    await client.ask('frame', { run, step: middle, lens, src: tiles, dst: tiles, inspect: 3 });
  await client.ask('lanes', { run, from: 0, to: steps, buckets: 800, axis: 'time' });
  await client.ask('flagSpans', { run });
  await client.ask('hazards', { run });
  await client.ask('rangeStats', { run, from: 0, to: steps });
  await client.ask('tally', { run, from: 0, to: steps, actor: null });
  await client.ask('stepBy', { run, step: middle, unit: 'into', back: false });
  await client.ask('query', { run, text: 'time>1ms arg=0', step: middle });
  await client.ask('actors', { run });
  await client.ask('ledger', { run, page: 3, step: steps });
  await client.ask('compare', { run, other: run });
  await client.ask('context', { run, step: middle, page: 3, scope: 'region', actor: null });
  await client.ask('proc', { run, step: middle, host: 1, file: 'smaps', page: 3 });
  await client.ask('export', { run, format: 'csv', from: 0, to: 100_000, title: 'x', link: null });
  for (const [name, ms] of [...longest].sort((a, b) => b[1] - a[1]).slice(0, 12))
    row(`${gib} GiB: asked for ${name}`, `${ms.toFixed(0)} ms`, `goal ${GOAL_MS} ms`);
}
