import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { Archive } from './archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Members by name, of a file that comes in parts. */
function membersOf(bytes: Uint8Array, part: number): [string, string][] {
  const archive = new Archive((name) => {
    const parts: Uint8Array[] = [];
    return { push: (b: Uint8Array) => parts.push(b.slice()), name, parts };
  });
  for (let at = 0; at < bytes.length; at += part) archive.push(bytes.subarray(at, at + part));
  return archive.end().map(({ name, parts }) => [name, Buffer.concat(parts).toString()]);
}

it('a file that is no archive is given as it is, whatever its length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 1500 }), fc.integer({ min: 1, max: 700 }), (text, part) => {
      expect(membersOf(Buffer.from(text), part)).toEqual([['', Buffer.from(text).toString()]]);
    }),
    { seed: 15 },
  );
});

it('an archive that tar wrote gives its files, in parts of any size; folders and links are left out', () => {
  const files: [string, string][] = [
    ['a.txt', 'x'.repeat(511)],
    ['b.txt', 'y'.repeat(512)],
    ['empty.txt', ''],
    ['c.txt', 'z'.repeat(3000)],
  ];
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const make = 'mkdir -p d && ln -sf a.txt l && tar --format=ustar -cf - a.txt d b.txt l empty.txt c.txt';
  const tar = execFileSync('sh', ['-c', make], { cwd: folder });
  for (const part of [1, 100, 512, 513, 1 << 20]) expect(membersOf(tar, part)).toEqual(files);
});

it('a damaged archive ends without a word', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(255), { minLength: 600, maxLength: 2000 }), (bytes) => {
      const damaged = Uint8Array.from(bytes);
      damaged.set(Buffer.from('ustar'), 257);
      expect(membersOf(damaged, 300).length).toBeLessThanOrEqual(4);
    }),
    { seed: 15 },
  );
});
