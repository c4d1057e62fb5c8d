/** Log files through the worker: in parts, packed, damaged, cancelled; and their lines again. */
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { LogStore, linesOf, readLogs } from './logs.ts';

const says = (n: number) => `[ ${n}.000001] FAULT_FLAG_ALLOW_RETRY missing 881\n`;
const TEXT = Array.from({ length: 20_000 }, (_, i) => says(i)).join('');
const go = (_done: number) => Promise.resolve(true);
/** A clock that says at every look that it is time for a pause. */
const hurried = () => {
  let time = 0;
  return () => (time += 1000);
};
const read = (files: Record<string, BlobPart>, goesOn = go, store = new LogStore()) =>
  readLogs(
    Object.entries(files).map(([name, part]) => ({ name, file: new Blob([part]) })),
    store,
    hurried(),
    goesOn,
  );

it('a packed file says what the same one unpacked says', async () => {
  const answer = await read({ plain: TEXT, packed: new Uint8Array(gzipSync(TEXT)) });
  if (!answer.ok) throw new Error(answer.problem.message);
  const [plain, packed] = answer.value.files;
  expect(plain).toMatchObject({ lines: 20_000, read: 20_000, clock: 'monotonic', advice: null });
  expect({ ...packed, name: 'plain' }).toEqual(plain);
  expect(answer.value.diagnosis.map((d) => d.id)).toEqual([
    'userfault-without-retry',
    'userfault-without-retry',
  ]);
});

it('progress rises to the end over all files, and others are let in on the way', async () => {
  const parts: number[] = [];
  await read({ a: TEXT, b: TEXT }, async (part) => {
    parts.push(part);
    return true;
  });
  expect(parts.length).toBeGreaterThan(20);
  expect(parts).toEqual([...parts].sort((a, b) => a - b));
  expect(parts[0]).toBeGreaterThan(0);
  expect(parts.at(-1)).toBe(1);
});

it('is cancelled between two parts, and a damaged file says so by name', async () => {
  const cancelled = await read({ a: TEXT }, () => Promise.resolve(false));
  expect(cancelled).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  const cut = new Uint8Array(gzipSync(TEXT)).slice(0, 500);
  expect(await read({ 'cut.gz': cut })).toMatchObject({ ok: false, problem: { where: 'cut.gz' } });
});

it('a file that is no log gets advice', async () => {
  const answer = await read({ 'minutes.txt': 'Dear all,\nthank you for coming.\n' });
  expect(answer.ok && answer.value.files[0]).toMatchObject({ formats: [], read: 0 });
  expect(answer.ok && answer.value.files[0]!.advice).toMatch(/^minutes\.txt: none of its 2 lines looks like/);
});

it('lines are found again, also at the end and of a packed file', async () => {
  for (const file of [new Blob([TEXT]), new Blob([new Uint8Array(gzipSync(TEXT))])]) {
    const lines = (from: number, count: number) => linesOf({ file, member: 0 }, from, count, hurried(), go);
    expect(await lines(15_000, 2)).toEqual([says(14_999).trim(), says(15_000).trim()]);
    expect(await lines(19_999, 9)).toEqual([says(19_998).trim(), says(19_999).trim()]);
    expect(await lines(20_001, 9)).toEqual([]);
  }
});
