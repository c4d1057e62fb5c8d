/** Guards that a long run can be looked at while it is made, and that one that met a bound can be gone on with. */
import { expect, it } from 'vitest';
import { GIB, MIB, SECOND } from '../base/units.ts';
import { BOUNDS } from '../log/bounds.ts';
import { Simulation, simulate } from '../sim/run.ts';
import { presetScenario } from '../testing/runs.ts';
import type { EngineClient } from './client.ts';
import { connectInProcess } from './inprocess.ts';
import { goOn, loadRun, makeRun } from './load.ts';
import type { Making, RunInfo } from './protocol.ts';
import { Runs } from './runs.ts';

const SCENARIO = presetScenario('qemu-as-mailed', { 'guest.bytes': 256 * MIB });
const RHYTHM = { pause: async () => {}, now: () => performance.now(), lookAfter: Infinity };
const TILES = { first: 0, count: 4, sub: 16 } as const;

/** Runs the scenario, which can be looked at from the first slice on; `look` gets the client and every run so far. */
async function made(look: (client: EngineClient, info: RunInfo) => Promise<void> = async () => {}) {
  const { client } = connectInProcess({ lookAfter: 0 });
  const looks: Promise<void>[] = [];
  const said: Making[] = [];
  const answer = await client.ask(
    'run',
    { input: { scenario: SCENARIO } },
    {
      progress: (_, detail) => {
        const making = detail as Making;
        said.push(making);
        if (making.info) looks.push(look(client, making.info));
      },
    },
  );
  await Promise.all(looks);
  if (!answer.ok) throw new Error(answer.problem.message);
  return { info: answer.value, said };
}

it('says how far it is, and shows the run so far each time it has doubled', async () => {
  const { info, said } = await made();
  const parts = said.flatMap((m) => (m.info ? [m.info] : []));
  expect(parts.length).toBeGreaterThan(0);
  for (const [i, part] of parts.entries()) {
    expect(part.steps).toBeGreaterThanOrEqual(2 * (parts[i - 1]?.steps ?? 0));
    expect(part.making?.events).toBe(part.steps);
    expect(part.checkpoints).toBeNull();
  }
  expect(info.making).toBeUndefined();
  expect(info.digest).toBe(simulate(SCENARIO).digest);
  const { phase, pass, of } = said.find(
    (m) => m.progress.phase === 'precopy' && m.progress.done > 0,
  )!.progress;
  expect([phase, pass, of]).toEqual(['precopy', 1, SCENARIO.guest.bytes / 4096]);
});

it('a run so far answers like any run, while the rest is made', async () => {
  const { client } = connectInProcess();
  const whole = await client.ask('run', { input: { scenario: SCENARIO } });
  if (!whole.ok) throw new Error(whole.problem.message);
  const frameOf = (run: number, step: number) =>
    ({ run, step, lens: 'migration', src: TILES, dst: TILES, inspect: 3 }) as const;
  let looks = 0;
  await made(async (making, { run, steps }) => {
    looks++;
    const part = await making.ask('frame', frameOf(run, steps));
    expect(part).toEqual(await client.ask('frame', frameOf(whole.value.run, steps)));
    const lanes = await making.ask('lanes', { run, from: 0, to: steps, buckets: 10, axis: 'steps' });
    expect(lanes.ok && lanes.value.counts.reduce((a, b) => a + b, 0)).toBe(steps);
    // A file would say that it ended here.
    const about = { format: 'timeline', from: 0, to: steps, title: 'x', link: null } as const;
    expect(await making.ask('export', { run, ...about })).toMatchObject({
      ok: false,
      problem: { code: 'invalid' },
    });
  });
  expect(looks).toBeGreaterThan(0);
});

it('a run that met a bound is whole as far as it goes, and goes on', async () => {
  const scenario = presetScenario('qemu-as-coded', {
    'guest.bytes': 16 * MIB,
    'guest.dirtyRate': 100 * GIB,
    'wire.bandwidth': MIB,
  });
  const runs = new Runs();
  const by = {
    runs,
    rhythm: RHYTHM,
    bounds: BOUNDS,
    goesOn: async () => true,
  };
  const info = await makeRun(new Simulation(scenario, { ...BOUNDS, events: 100_000 }), by);
  if (!info.ok) throw new Error(info.problem.message);
  expect(info.value.stopped).toMatchObject({ by: 'events', phase: 'precopy', canGoOn: true });
  const more = await goOn(runs.get(info.value.run)!, by);
  expect(more.ok && more.value.stopped).toMatchObject({ by: 'events', canGoOn: true });
  expect(more.ok && more.value.steps).toBeGreaterThanOrEqual(200_000);
  // Its link gives the run as far as the first bound: nothing in it may name what comes after.
  expect(info.value.beyond).toBeUndefined();
  expect(more).toMatchObject({ value: { beyond: true, checkpoints: null } });
  // It went on in the new run.
  expect((await goOn(runs.get(info.value.run)!, by)).ok).toBe(false);
});

it('a script whose own time has no room in a log is stopped before that', async () => {
  const ops = Array.from({ length: 500 }, () => 'sleep 600000').join('\n');
  const info = await loadRun(
    { script: `mmap A 2m\n${ops}` },
    {
      runs: new Runs(),
      rhythm: RHYTHM,
      bounds: BOUNDS,
      goesOn: async () => true,
    },
  );
  if (!info.ok) throw new Error(info.problem.message);
  expect(info.value.stopped).toMatchObject({ by: 'time', of: 501, canGoOn: false });
  expect(info.value.timeNs).toBeLessThan(2 ** 48);
  expect(info.value.timeNs).toBeGreaterThan(77 * 3600 * SECOND);
});
