/** Logs that something happened to: whatever it was, each line is read or left out for a reason, and nothing throws or hangs. */
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { readLog, sample, sampleNames } from '../testing/samples.ts';
import { Evidence } from './evidence.ts';
import { FORMATS } from './formats.ts';

const MUTANTS = 24;
const MOST_LINES = 300;

type Mutation = (lines: string[], random: Random) => string[];

const MUTATIONS: readonly Mutation[] = [
  // Cut short, in the middle of a line.
  (lines, random) => {
    const kept = lines.slice(0, 1 + random.below(lines.length));
    const last = kept.pop() ?? '';
    return [...kept, last.slice(0, random.below(last.length + 1))];
  },
  // Lines swapped.
  (lines, random) => {
    for (let n = 0; n < 20; n++) {
      const [a, b] = [random.below(lines.length), random.below(lines.length)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    }
    return lines;
  },
  // Letters exchanged.
  (lines, random) =>
    lines.map((line) => {
      if (line === '' || random.below(3) > 0) return line;
      const at = random.below(line.length);
      return line.slice(0, at) + String.fromCharCode(random.below(256)) + line.slice(at + 1);
    }),
  // Parts of lines left out, as grep and a terminal's width do.
  (lines, random) =>
    lines.map((line) => (random.below(4) > 0 ? line : line.slice(random.below(line.length + 1)))),
  (lines) => lines.map((line) => `${line}\r`),
  (lines, random) => lines.map((line) => (random.below(4) > 0 ? line : `${line}\0\0${line}`)),
  // Numbers that no number is so large.
  (lines, random) =>
    lines.map((line) => line.replace(/\d+/g, (n) => (random.below(8) > 0 ? n : '9'.repeat(30)))),
  // One line of 64 KiB made of another.
  (lines, random) => {
    const at = random.below(lines.length);
    const line = `${lines[at]} `;
    lines[at] = line.repeat(Math.ceil(65_536 / line.length));
    return lines;
  },
];

// A reader with a quadratic pattern takes ten seconds and more: it runs into the time limit of a test.
it('a line of 64 KiB of one letter, or of a sign that readers look for, is read at once', () => {
  for (const text of [
    ' ',
    '\t',
    'a',
    '0',
    '_',
    'f ',
    ': ',
    '(',
    '[',
    '-',
    '"',
    '=',
    'err',
    'ramblock ',
    'Command line: ',
  ]) {
    const line = text.repeat(Math.ceil(65_536 / text.length));
    for (const format of FORMATS) {
      const reader = format.reader(new Evidence());
      format.recognise(line);
      expect(reader.line(line, 1)).not.toBeUndefined();
    }
  }
});

it.each(sampleNames())('%s, damaged', (name) => {
  const lines = new TextDecoder().decode(sample(name)).split('\n').slice(0, MOST_LINES);
  for (let seed = 0; seed < MUTANTS; seed++) {
    const random = new Random(seed, 15);
    const mutate = MUTATIONS[seed % MUTATIONS.length]!;
    const reading = readLog(mutate([...lines], random).join('\n'));
    const skipped = reading.skipped.reduce((sum, { count }) => sum + count, 0);
    if (reading.formats.length > 0) expect(reading.read + skipped).toBe(reading.lines);
  }
});
