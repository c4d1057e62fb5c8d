import { expect, test } from 'vitest';
import { latest } from './latest.ts';

/** Questions that are answered by hand. */
function asked() {
  const open: { question: number; answer: (text: string) => void; fail: (reason: Error) => void }[] = [];
  const newest = latest(
    (question: number) => new Promise<string>((answer, fail) => open.push({ question, answer, fail })),
  );
  const next = async () => {
    await Promise.resolve();
    return open.shift()!;
  };
  return { newest, open, next };
}

test('one question in flight, the newest one waits, those between are not asked', async () => {
  const { newest, open, next } = asked();
  const answers = [1, 2, 3].map((n) => newest.ask(n));
  expect(open.map((one) => one.question)).toEqual([1]);
  (await next()).answer('one');
  expect(await answers[0]).toBe('one');
  expect(await answers[1]).toBeNull();
  expect(open.map((one) => one.question)).toEqual([3]);
  (await next()).answer('three');
  expect(await answers[2]).toBe('three');
  expect(open).toEqual([]);
});

test('an answer arrives although a newer question waits', async () => {
  const { newest, next } = asked();
  const one = newest.ask(1);
  const two = newest.ask(2);
  (await next()).answer('one');
  expect(await one).toBe('one');
  (await next()).answer('two');
  expect(await two).toBe('two');
});

test('after a drop the answer in flight and the question that waits are null, and the next one is asked', async () => {
  const { newest, open, next } = asked();
  const one = newest.ask(1);
  const two = newest.ask(2);
  newest.drop();
  expect(await two).toBeNull();
  const three = newest.ask(3);
  expect(open.map((o) => o.question)).toEqual([1]);
  (await next()).answer('one');
  expect(await one).toBeNull();
  (await next()).answer('three');
  expect(await three).toBe('three');
});

test('a failure is the failure of its own question only', async () => {
  const { newest, next } = asked();
  const one = newest.ask(1);
  const two = newest.ask(2);
  (await next()).fail(new Error('broken'));
  await expect(one).rejects.toThrow('broken');
  (await next()).answer('two');
  expect(await two).toBe('two');
});
