/** Guards that a packed text comes back, and that no link's word makes unpacking throw or grow without end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, unpack } from './pack.ts';

it('any text comes back, from letters that a link need not escape', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
      const packed = await pack(text);
      expect(packed).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(await unpack(packed)).toBe(text);
    }),
    { seed: 21 },
  );
});

it('a script of twenty lines fits a link four times over', async () => {
  const lines = Array.from(
    { length: 20 },
    (_, i) => `madvise RAM ${i * 7}p ${i + 1}p DONTNEED  # page ${i}\n`,
  );
  expect((await pack(lines.join(''))).length).toBeLessThan(500);
});

it('a word that packs nothing gives null', async () => {
  const packed = await pack('mmap A 2m\n'.repeat(50));
  for (const word of [
    packed.slice(0, -4),
    packed.slice(0, 12),
    `x${packed}`,
    packed.toLowerCase(),
    '',
    'A',
    '!',
    '____',
  ]) {
    expect(await unpack(word)).toBeNull();
  }
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/), async (word) => {
      const text = await unpack(word);
      expect(text === null || typeof text === 'string').toBe(true);
    }),
    { seed: 22 },
  );
});

it('two thousand letters never become more than a megabyte', async () => {
  const bomb = await pack('\n'.repeat(1 << 20));
  expect(bomb.length).toBeLessThan(2000);
  expect((await unpack(bomb))?.length).toBe(1 << 20);
  expect(await unpack(await pack('\n'.repeat((1 << 20) + 1)))).toBeNull();
});
