import { expect, it } from 'vitest';
import { FOREIGN, type Format, READ } from './format.ts';
import { LogReader } from './read.ts';

const format = (name: string, sure: RegExp, perhaps: RegExp): Format => ({
  name,
  title: name,
  recognise: (line) => (sure.test(line) ? 2 : perhaps.test(line) ? 1 : 0),
  reader: () => ({ line: (text) => (sure.test(text) || perhaps.test(text) ? READ : FOREIGN) }),
});
const A = format('a', /^AA/, /^a/);
const B = format('b', /^BB/, /^[ab]/);

function read(text: string) {
  const reader = new LogReader('file', [A, B]);
  reader.push(new TextEncoder().encode(text));
  const { formats, ...rest } = reader.end();
  return { ...rest, formats: formats.map((f) => [f.format.name, f.lines]) };
}

it('each line goes to the format whose line the last one was, else to the surest', () => {
  expect(read('BB\na\nAA\na\n\nBB\n').formats).toEqual([
    ['b', 3],
    ['a', 2],
  ]);
});

it('every line is read or skipped for a reason with its place', () => {
  const { lines, read: done, skipped } = read('AA\nwhat?\n\na\nwhere?\n');
  expect({ lines, done }).toEqual({ lines: 5, done: 2 });
  expect(skipped).toEqual([
    { reason: 'foreign', count: 2, lines: [2, 5], example: 'what?' },
    { reason: 'blank', count: 1, lines: [3], example: '' },
  ]);
});

it('a text of something else is not placed for one line that looks a little like a log', () => {
  expect(read('a\nc\nd\ne\nf\n')).toMatchObject({ formats: [], read: 0 });
  expect(read('a\nc\nd\ne\nf\nBB\n').formats).not.toEqual([]);
  expect(read('a\nb\nc\n').formats).not.toEqual([]);
});
