/** Guards that a file says whether its log is what this engine makes of its scenario, and from which step on it is not. */
import { expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { encodeTimeline, timelineOf } from '../export/file/timeline.ts';
import { BOUNDS } from '../log/bounds.ts';
import { type Run, Simulation } from '../sim/run.ts';
import { presetRun, presetScenario } from '../testing/runs.ts';
import { connectInProcess } from './inprocess.ts';
import { SEMANTICS } from './protocol.ts';

const SMALL = { 'guest.bytes': 4 * MIB };
const run = presetRun('qemu-as-mailed', SMALL);

async function verified(text: string, semantics = SEMANTICS, signal?: AbortSignal, saved: Run = run) {
  const { client } = connectInProcess();
  const bytes = encodeTimeline(
    timelineOf(saved, { kind: 'scenario', text, title: '', link: null, semantics }),
  );
  const file = new Blob([new Uint8Array(bytes)]);
  const info = await client.ask('run', { input: { timeline: file, name: 'x' } });
  if (!info.ok) throw new Error(info.problem.message);
  return client.ask('verify', { run: info.value.run }, signal ? { signal } : {});
}

const scenario = (more: Record<string, unknown> = {}) =>
  JSON.stringify(presetScenario('qemu-as-mailed', { ...SMALL, ...more }));

it('a log of its scenario', async () => {
  expect(await verified(scenario())).toEqual({ ok: true, value: { semantics: null, common: null } });
});

it('a log that was stopped: the beginning of what its scenario gives', async () => {
  const stopped = new Simulation(presetScenario('qemu-as-mailed', SMALL), { ...BOUNDS, events: 1000 });
  while (!stopped.next());
  const answer = await verified(scenario(), SEMANTICS, undefined, stopped.finish());
  expect(answer).toEqual({ ok: true, value: { semantics: null, common: null } });
  const other = await verified(scenario({ 'guest.seed': 7 }), SEMANTICS, undefined, stopped.finish());
  expect(other.ok && other.value.common).toBeLessThan(1000);
});

it('a log of another scenario, from the first step that differs', async () => {
  const other = presetRun('qemu-as-mailed', { ...SMALL, faults: 'khugepaged@#700' }).recorder.columns;
  const own = run.recorder.columns;
  let common = 0;
  while (own.kind(common) === other.kind(common) && own.page(common) === other.page(common)) common++;
  const answer = await verified(scenario({ faults: 'khugepaged@#700' }));
  expect(answer).toMatchObject({ ok: true, value: { semantics: null } });
  expect(answer.ok && answer.value.common).toBeLessThanOrEqual(common);
  expect(answer.ok && answer.value.common).toBeGreaterThan(600);
  // One that goes on for longer than the file does is another one, too.
  expect(await verified(scenario({ 'guest.bytes': 64 * MIB }))).toMatchObject({
    ok: true,
    value: { common: 1 },
  });
});

it('a scenario that is none, and a log of older rules', async () => {
  expect(await verified('{"system":')).toMatchObject({ ok: true, value: { common: 0 } });
  expect(await verified(scenario(), 1)).toEqual({ ok: true, value: { semantics: 1, common: null } });
});

it('is given up when the reader goes on', async () => {
  const stop = new AbortController();
  const answer = verified(scenario({ 'guest.bytes': 64 * MIB, 'guest.seed': 1 }), SEMANTICS, stop.signal);
  stop.abort();
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
});
