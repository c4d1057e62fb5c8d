/** Guards that a text from outside that is longer than its row is refused where it is decoded, with its place. */
import { expect, it } from 'vitest';
import { decodeTimeline, encodeTimeline, timelineOf } from '../export/file/timeline.ts';
import { parseScript } from '../script/parse.ts';
import { playScript } from '../script/play.ts';
import { parseQuery } from '../search/parse.ts';
import { makeFixture } from '../testing/recording.ts';
import { parseRecording } from '../trace/recording.ts';
import * as LONGEST from './longest.ts';

const long = (most: number) => 'x'.repeat(most + 1);

it('a line of a script, whatever it is of', () => {
  for (const line of [`mmap A ${' '.repeat(10_000)}2m`, `# ${long(LONGEST.line)}`, long(LONGEST.line)]) {
    const parsed = parseScript(`mmap B 2m\n${line}\nread B 0`);
    expect(!parsed.ok && parsed.errors).toEqual([
      {
        line: 2,
        column: LONGEST.line + 1,
        endColumn: line.length + 1,
        message: `expected a line of at most 1000 characters; found ${line.length}`,
      },
    ]);
  }
});

it('names and words of a recording', () => {
  const message = (change: (fixture: { meta: Record<string, unknown> }) => void): string => {
    const fixture = structuredClone(makeFixture()) as unknown as { meta: Record<string, unknown> };
    change(fixture);
    const read = parseRecording(JSON.stringify(fixture), 'r.json');
    return read.ok ? 'accepted' : read.problem.message;
  };
  expect(message(() => {})).toBe('accepted');
  expect(message((f) => Object.assign(f.meta, { name: long(100_000) }))).toBe(
    `meta.name: expected a name of at most 200 characters, got "${'x'.repeat(60)}"`,
  );
  expect(message((f) => Object.assign(f.meta, { thread_names: { 1: long(LONGEST.name) } }))).toMatch(
    /^meta\.thread_names\.1: /,
  );
});

it('queries, and the facts of a timeline file', () => {
  const query = parseQuery(long(LONGEST.query));
  expect(!query.ok && query.problem.message).toBe(
    'column 301: expected a query of at most 300 characters; found 301',
  );
  const run = playScript('mmap A 2m\nread A 0');
  if (!run.ok) throw new Error(run.problem.message);
  const file = timelineOf(run.value, { kind: 'script', text: '', title: '', link: null, semantics: 1 });
  expect(decodeTimeline(encodeTimeline(file)).ok).toBe(true);
  const [phase, ...rest] = file.facts.phases;
  const hostile = {
    ...file,
    facts: { ...file.facts, phases: [{ ...phase!, label: long(LONGEST.line) }, ...rest] },
  };
  expect(() => encodeTimeline(hostile)).toThrow('expected at most 1000 characters');
});
