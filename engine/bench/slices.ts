/** The longest piece of work that a worker does at once while it makes a run, of all presets and of a large guest. Nothing that a
 *  reader asks for meanwhile waits longer. */
import { GIB } from '../base/units.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { Simulation } from '../sim/run.ts';
import { make } from '../worker/making.ts';
import { heading, row } from './table.ts';

const GOAL_MS = 50;

/** CPU time of this process, ms: other processes on the machine do not count. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

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
  let began = cpu();
  const note = (of: Longest) => {
    const ms = cpu() - began;
    if (ms > of.ms) Object.assign(of, { ms, at: recorder.length });
    began = cpu();
  };
  await make(
    simulation,
    { now: () => performance.now(), lookAfter: 2000 },
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
}
