/** Guards the protocol: every request settles, frames agree with the run, crashes and cancels are problems. */
import { expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { findPreset, PRESETS, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { simulate } from '../sim/run.ts';
import type { EngineClient } from './client.ts';
import { connectInProcess } from './inprocess.ts';
import { PROTOCOL, type RunInfo } from './protocol.ts';

function joined() {
  const crashes: string[] = [];
  const connected = connectInProcess({ onCrash: (p) => crashes.push(p.message) });
  return { ...connected, crashes };
}

function scenario(overrides: Record<string, unknown> = {}): Scenario {
  const made = withOverrides(PRESETS[0]!, overrides);
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

async function run(client: EngineClient, input: Scenario): Promise<RunInfo> {
  const answer = await client.ask('run', { input: { scenario: input } });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

const TILES = { first: 0, count: 4, sub: 512 } as const;

it('shakes hands', async () => {
  const { client } = joined();
  expect(await client.ask('hello', { protocol: PROTOCOL })).toMatchObject({
    ok: true,
    value: { protocol: PROTOCOL },
  });
});

it('runs a scenario to the digest that Node gets, with progress on the way', async () => {
  const { client } = joined();
  const parts: number[] = [];
  const answer = await client.ask(
    'run',
    { input: { scenario: scenario({ 'guest.bytes': 256 * MIB }) } },
    { progress: (p) => parts.push(p) },
  );
  if (!answer.ok) throw new Error(answer.problem.message);
  expect(answer.value.digest).toBe(simulate(scenario({ 'guest.bytes': 256 * MIB })).digest);
  expect(parts.length).toBeGreaterThan(1);
  expect(Math.max(...parts)).toBeLessThanOrEqual(1);
});

it('frames and lanes agree on a step, and clamp what lies outside', async () => {
  const { client } = joined();
  const info = await run(client, scenario());
  const frame = await client.ask('frame', {
    run: info.run,
    step: 1e12,
    lens: 'migration',
    src: TILES,
    dst: TILES,
    inspect: 5,
  });
  if (!frame.ok) throw new Error(frame.problem.message);
  expect(frame.value.step).toBe(info.steps);
  expect(frame.value.phase).toBe('end');
  expect(frame.value.cells[1]).toHaveLength(4 * 512);
  expect(frame.value.state.anonHuge[1]).toBe(64 * 1024);
  const lanes = await client.ask('lanes', {
    run: info.run,
    from: 0,
    to: info.steps,
    buckets: 50,
    axis: 'steps',
  });
  if (!lanes.ok) throw new Error(lanes.problem.message);
  expect(lanes.value.counts.reduce((a, b) => a + b, 0)).toBe(info.steps);
  const curve = lanes.value.curves.subarray(50, 100);
  expect(Math.max(...curve)).toBe(64 * 1024);
});

it('what the tools print is of the step asked for, marked against the one before, and frames stay where they are', async () => {
  const { client } = joined();
  const info = await run(client, scenario());
  const ask = { run: info.run, step: info.steps, host: 1, file: 'smaps', page: null } as const;
  const answer = await client.ask('proc', ask);
  if (!answer.ok) throw new Error(answer.problem.message);
  expect(answer.value.step).toBe(info.steps);
  expect(answer.value.lines.map((l) => l.text)).toContain('AnonHugePages:     65536 kB');
  const flags = info.phases.find((p) => p.name === 'nohugepage');
  const later = await client.ask('proc', { ...ask, step: (flags?.step ?? 0) + 1 });
  const changed = later.ok ? later.value.lines.filter((l) => l.mark === 'changed') : [];
  expect(changed.map((l) => l.key)).toEqual(['0 THPeligible', '0 VmFlags']);
  for (const file of ['smaps', 'pagemap', 'thpmaps', 'vmstat', 'query-migrate'] as const)
    expect(await client.ask('proc', { ...ask, file }), file).toMatchObject({ ok: true, value: { file } });
  expect(await client.ask('proc', { ...ask, run: 99 })).toMatchObject({
    ok: false,
    problem: { code: 'not-found' },
  });
});

it('a scenario that makes no sense is refused by field', async () => {
  const { client } = joined();
  const odd = structuredClone(scenario());
  (odd.guest as { bytes: number }).bytes = 5000;
  const answer = await client.ask('run', { input: { scenario: odd } });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'invalid', where: 'guest.bytes' } });
  expect(answer.ok ? '' : answer.problem.message).toMatch(/multiple of 2 MiB.*got 5000/);
});

it('cancels a run', async () => {
  const { client } = joined();
  const stop = new AbortController();
  const asked = client.ask(
    'run',
    { input: { scenario: scenario({ 'guest.bytes': 1024 * MIB }) } },
    { signal: stop.signal, progress: () => stop.abort() },
  );
  expect(await asked).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
});

it('a run that is gone is a problem, not a crash', async () => {
  const { client, crashes } = joined();
  const answer = await client.ask('frame', {
    run: 99,
    step: 0,
    lens: 'ept',
    src: TILES,
    dst: TILES,
    inspect: null,
  });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  expect(crashes).toEqual([]);
});

it('a dead worker settles everything with its cause, once, and later asks too', async () => {
  const { client, port, crashes } = joined();
  port.postMessage = () => {};
  const pending = client.ask('hello', { protocol: PROTOCOL });
  port.onerror?.({ message: 'out of memory', preventDefault: () => {} } as ErrorEvent);
  expect(await pending).toMatchObject({ ok: false, problem: { code: 'crashed' } });
  expect(await client.ask('hello', { protocol: PROTOCOL })).toMatchObject({ ok: false });
  expect(crashes).toHaveLength(1);
  expect(crashes[0]).toContain('out of memory');
});

it('hazards and ledgers are answered from the same run', async () => {
  const { client } = joined();
  const found = findPreset('qemu-no-nohugepage');
  if (!found.ok) throw new Error(found.problem.message);
  const info = await run(client, found.value.scenario);
  const hazards = await client.ask('hazards', { run: info.run });
  if (!hazards.ok) throw new Error(hazards.problem.message);
  const [h2] = hazards.value.hazards;
  expect(h2).toMatchObject({ id: 'H2', pages: info.verdict.lostPages, fix: { 'qemu.nohugepage': true } });
  const page = h2!.firstPages[0]!;
  const ledger = await client.ask('ledger', { run: info.run, page, step: h2!.step! });
  if (!ledger.ok) throw new Error(ledger.problem.message);
  const whats = ledger.value.rows.filter((r) => r.host === 1).map((r) => r.what);
  expect(whats.slice(-3)).toEqual(['loaded', 'zapped', 'collapsed']);
  for (const ask of [client.ask('hazards', { run: 99 }), client.ask('ledger', { run: 99, page, step: 1 })])
    expect(await ask).toMatchObject({ ok: false, problem: { code: 'not-found' } });
});

it('queries are counted, listed, marked, completed and stopped at, and a wrong one says where', async () => {
  const { client } = joined();
  const { run: number, steps } = await run(client, scenario());
  const value = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> => {
    const given = await answer;
    if (!given.ok) throw new Error('refused');
    return given.value;
  };
  const text = 'madvise.dontneed';
  const whole = await value(client.ask('query', { run: number, text, step: steps }));
  expect(whole).toMatchObject({ problem: null, before: whole.total });
  expect(whole.total).toBeGreaterThan(10);
  const { hits } = await value(client.ask('hits', { run: number, text, offset: 2, count: 5 }));
  expect(hits.map((h) => h.name)).toEqual(Array(5).fill(text));
  const middle = hits[2]!.step!;
  expect((await value(client.ask('query', { run: number, text, step: middle }))).before).toBe(5);

  const bounds = Float64Array.of(0, middle, steps);
  const { counts } = await value(client.ask('hitCounts', { run: number, text, steps: bounds }));
  expect([...counts]).toEqual([5, whole.total - 5]);

  const to = { run: number, queries: ['nonsense.*', text], hazards: false, step: middle };
  expect(await value(client.ask('nextHit', { ...to, back: false }))).toEqual({ step: hits[3]?.step });
  expect(await value(client.ask('nextHit', { ...to, back: true }))).toEqual({ step: hits[1]?.step });
  expect(await value(client.ask('nextHit', { ...to, queries: [], back: true }))).toEqual({ step: null });

  const wrong = await value(client.ask('query', { run: number, text: 'host=dst nonsense.copy', step: 0 }));
  expect(wrong).toMatchObject({ problem: { from: 9, to: 22 }, total: 0 });
  const { offers } = await value(client.ask('complete', { run: number, text: 'madvise.d', cursor: 9 }));
  expect(offers[0]).toMatchObject({ label: text, from: 0, to: 9 });
  const into = await value(client.ask('stepBy', { run: number, step: middle, unit: 'into', back: false }));
  expect(into.step).toBe(middle + 1);
});

it('a break on hazards is the step at which one begins', async () => {
  const { client } = joined();
  const found = findPreset('qemu-no-nohugepage');
  if (!found.ok) throw new Error(found.problem.message);
  const info = await run(client, found.value.scenario);
  const hazards = await client.ask('hazards', { run: info.run });
  const first = Math.min(...(hazards.ok ? hazards.value.hazards.map((h) => h.step) : []));
  const ask = { run: info.run, queries: [], hazards: true, step: 0, back: false };
  expect(await client.ask('nextHit', ask)).toMatchObject({ ok: true, value: { step: first } });
});

it('questions are answered one after the other, refused where they make no sense, and can be taken back', async () => {
  const { client, crashes } = joined();
  const found = findPreset('qemu-no-nohugepage');
  if (!found.ok) throw new Error(found.problem.message);
  const { run: n, steps } = await run(client, found.value.scenario);
  const hazards = await client.ask('hazards', { run: n });
  const page = (hazards.ok ? hazards.value.hazards[0]?.firstPages[0] : 0)!;
  const ask = { run: n, step: steps, page, host: 1 } as const;
  const questions = ['no-fault', 'bit-12', 'pmd', 'version'] as const;
  const alone = [];
  for (const question of questions) alone.push(await client.ask('why', { ...ask, question }));
  expect(alone.every((a) => a.ok && a.value.chain.length > 0)).toBe(true);
  // At once, and with frames in between: the same.
  const together = await Promise.all([
    ...questions.map((question) => client.ask('why', { ...ask, question })),
    client.ask('context', { run: n, step: 100, page, scope: 'vma', actor: null }),
  ]);
  expect(together.slice(0, -1)).toEqual(alone);
  for (const question of ['waits', 'bit-99', 'constructor'])
    expect(await client.ask('why', { ...ask, question: question as 'pmd' })).toMatchObject({
      ok: false,
      problem: { code: 'invalid', where: 'question' },
    });
  expect(await client.ask('why', { ...ask, page: -1, question: 'pmd' })).toMatchObject({ ok: false });
  expect(await client.ask('why', { ...ask, run: 99, question: 'pmd' })).toMatchObject({
    ok: false,
    problem: { code: 'not-found' },
  });
  const stop = new AbortController();
  const asked = client.ask('why', { ...ask, question: 'bit-2' }, { signal: stop.signal });
  stop.abort();
  expect(await asked).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  expect(await client.ask('why', { ...ask, question: 'no-fault' })).toEqual(alone[0]);
  expect(crashes).toEqual([]);
});

it('what stands around a page, and who acts', async () => {
  const { client } = joined();
  const info = await run(client, scenario());
  const ask = { run: info.run, step: info.steps, page: 700 } as const;
  const region = await client.ask('context', { ...ask, scope: 'region', actor: null });
  if (!region.ok) throw new Error(region.problem.message);
  expect(region.value).toMatchObject({ page: 700, vmas: null, actor: null });
  expect(region.value.regions?.[1]).toMatchObject({ pmd: 'huge', pieces: 512, mapped: 512, of: 512 });
  const actors = await client.ask('actors', { run: info.run });
  if (!actors.ok) throw new Error(actors.problem.message);
  let events = 0;
  for (const actor of actors.value.actors) {
    const facts = await client.ask('context', { ...ask, scope: 'actor', actor });
    events += facts.ok ? (facts.value.actor?.events ?? 0) : 0;
  }
  expect(events).toBe(info.steps);
  expect(await client.ask('context', { ...ask, page: info.pages, scope: 'page', actor: null })).toMatchObject(
    {
      ok: false,
      problem: { where: 'page' },
    },
  );
});
