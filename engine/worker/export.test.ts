/** Guards the files that the worker makes and opens: whole, cancellable, and the same run again. */
import { constants, deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import type { EngineClient } from './client.ts';
import { connectInProcess } from './inprocess.ts';
import { type Answer, type Ask, EXPORT_FORMATS, type RunInput } from './protocol.ts';

const engine = (): EngineClient => connectInProcess().client;

async function run(client: EngineClient, input: RunInput): Promise<Answer<'run'>> {
  const answer = await client.ask('run', { input });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

function preset(bytes: number): RunInput {
  const found = findPreset('qemu-as-mailed');
  const scenario = found.ok ? withOverrides(found.value, { 'guest.bytes': bytes }) : found;
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return { scenario: scenario.value };
}

const ABOUT = { title: 'QEMU as mailed', link: 'https://faultline.example/#v=1&s=3' };
const SCRIPT = 'mmap A 2m\nwrite A 0\nmadvise A 0 1p DONTNEED\n';

async function save(
  client: EngineClient,
  info: Answer<'run'>,
  format: Ask<'export'>['format'],
  about = ABOUT,
): Promise<Blob> {
  const answer = await client.ask('export', { run: info.run, format, from: 0, to: info.steps, ...about });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value.blob;
}

it('every format of a script, with progress that does not fall', async () => {
  const client = engine();
  const info = await run(client, { script: SCRIPT });
  for (const format of EXPORT_FORMATS) {
    const parts: number[] = [];
    const answer = await client.ask(
      'export',
      { run: info.run, format, from: 0, to: info.steps, ...ABOUT },
      { progress: (p) => parts.push(p) },
    );
    if (format === 'recording') {
      expect(answer.ok ? '' : answer.problem.message).toMatch(/expected the run of a recording/);
      continue;
    }
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(answer.value.blob.size).toBeGreaterThan(10);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
    if (format === 'script') expect(await answer.value.blob.text()).toBe(SCRIPT);
  }
});

it('a timeline file opens as the same run, and is saved again byte for byte', async () => {
  const client = engine();
  const info = await run(client, preset(16 * MIB));
  const file = await save(client, info, 'timeline');
  const { run: _, ...facts } = info;
  const again = await run(client, { timeline: file, name: 'a.faultline' });
  expect(again).toMatchObject(JSON.parse(JSON.stringify(facts)));
  expect(again.opened).toEqual({ name: 'a.faultline', kind: 'scenario', semantics: 3, ...ABOUT });
  const other = await save(client, again, 'timeline', { title: 'another', link: '' });
  expect(Buffer.compare(await bytes(other), await bytes(file))).toBe(0);
  // Unpacked on its way over the web.
  const plain = await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  expect((await run(client, { timeline: plain, name: 'a.faultline' })).digest).toBe(info.digest);
});

const bytes = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

it('a damaged file is refused by name, and the engine goes on', async () => {
  const client = engine();
  const info = await run(client, { script: SCRIPT });
  const good = await bytes(await save(client, info, 'timeline'));
  const refused = async (file: Blob) => {
    const answer = await client.ask('run', { input: { timeline: file, name: 'b.faultline' } });
    return answer.ok ? 'opened' : answer.problem.message;
  };
  for (let at = 12; at < good.length; at += 23) {
    const bad = Buffer.from(good);
    bad[at] = bad[at]! ^ 0x55;
    expect(await refused(new Blob([bad]))).toMatch(/^(b\.faultline|timeline)/);
    expect(await refused(new Blob([good.subarray(0, at)]))).toMatch(/^(b\.faultline|timeline)/);
  }
  expect(await refused(new Blob([]))).toMatch(/does not begin like one/);
  expect((await run(client, { script: SCRIPT })).digest).toBe(info.digest);
});

it('what grows without end is not unpacked', async () => {
  // One compressed block of zeros, again and again.
  const zeros = deflateRawSync(new Uint8Array(8 * MIB), { finishFlush: constants.Z_FULL_FLUSH });
  const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
  const bomb = new Blob([head, ...Array.from({ length: 100 }, () => zeros)]);
  const answer = await engine().ask('run', { input: { timeline: bomb, name: 'bomb.faultline' } });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'too-large' } });
});

it('is cancelled between two slices', async () => {
  // A clock by which every piece of work takes a slice.
  let time = 0;
  const { client } = connectInProcess({ now: () => (time += 1000) });
  const info = await run(client, preset(64 * MIB));
  for (const format of ['csv', 'trace', 'timeline'] as const) {
    const stop = new AbortController();
    const answer = await client.ask(
      'export',
      { run: info.run, format, from: 0, to: info.steps, ...ABOUT },
      { signal: stop.signal, progress: () => stop.abort() },
    );
    expect(answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  }
  expect((await save(client, info, 'json')).size).toBeGreaterThan(1e6);
});

it('a run that is gone is said to be', async () => {
  const answer = await engine().ask('export', { run: 9, format: 'csv', from: 0, to: 1, ...ABOUT });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'not-found' } });
});
