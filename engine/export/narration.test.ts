/** Guards that a narration fits a mail, that its links lead where its words say, and that what it leaves out it counts. */
import { describe, expect, it } from 'vitest';
import { findHazards } from '../check/hazards/find.ts';
import { K, sentenceOf } from '../event/event.ts';
import { eventAt } from '../log/describe.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { presetRun, textOf } from '../testing/runs.ts';
import { linkAt } from './about.ts';
import { narrationOf } from './narration.ts';

const LINK = 'https://faultline.example/#v=1&p=criu-2017&s=3&d=0123456789abcdef';
const run = presetRun('criu-2017');
const hazards = findHazards(run);
const { columns } = run.recorder;
const tell = (from = 0, to = Infinity, link: string | null = LINK) =>
  textOf(narrationOf(run, { from, to }, { title: 'CRIU 2017', link }, hazards));

describe('a narration', () => {
  const text = tell();
  const notes = new Map([...text.matchAll(/^\[(\d+)\] (.*)$/gm)].map(([, n, link]) => [Number(n), link!]));

  it('has at most 72 columns, but for links', () => {
    for (const line of text.split('\n'))
      if (!line.includes('https:')) expect(line.length, line).toBeLessThanOrEqual(72);
    expect(text).not.toMatch(/ $/m);
  });

  it('has a paragraph for each phase, in order', () => {
    const heads = run.phases.map(({ label }) => text.indexOf(`\n${label} (step `));
    expect(heads.every((at, i) => at > (heads[i - 1] ?? 0))).toBe(true);
  });

  it('links each sentence to the step of its event', () => {
    const flat = text.replace(/\n {4}/g, ' ');
    const sentences = [...flat.matchAll(/^ {2}- (.*?)(, and [\d,]+ more like it)?\. \[(\d+)\]$/gm)];
    let checked = 0;
    for (const [, words, , note] of sentences) {
      const step = Number(/[#&]s=(\d+)/.exec(notes.get(Number(note)) ?? '')?.[1]);
      if (/^H\d/.test(words!)) continue;
      const e = eventAt(columns, step - 1);
      expect(sentenceOf(e).replace(/\s+/g, ' ')).toBe(words);
      checked++;
    }
    expect(checked).toBeGreaterThan(40);
    expect(Math.max(...notes.keys())).toBe(notes.size);
    expect([...text.matchAll(/\[\d+\]$/gm)]).toHaveLength(notes.size);
  });

  it('accounts for every event', () => {
    const flat = text.replace(/\n {4}/g, ' ').split('What goes wrong')[0]!;
    const told = [...flat.matchAll(/^ {2}- .*?(?:, and ([\d,]+) more like it)?\. \[\d+\]$/gm)].reduce(
      (sum, [, more]) => sum + 1 + Number((more ?? '0').replaceAll(',', '')),
      0,
    );
    expect(told + run.marks.length).toBe(columns.length);
  });

  it('ends with the hazards of its range', () => {
    expect(hazards.length).toBeGreaterThan(0);
    const wrong = text.split('What goes wrong')[1]!;
    for (const { id } of hazards) expect(wrong).toContain(`- ${id}: `);
    expect(tell(0, 10)).toContain('Nothing that Faultline looks for.');
  });

  it('without a link has no notes', () => {
    expect(tell(0, Infinity, null)).not.toMatch(/\[\d+\]|https:/);
  });

  it('of an empty range is still a text', () => {
    expect(tell(9, 9)).toMatch(/Steps 9 to 9 of/);
  });
});

it('tells every operation of a script', () => {
  const parsed = parseScript('mmap A 2m\nmadvise A 0 2m HUGEPAGE\nwrite A 0\nmadvise A 3p 1p DONTNEED\n');
  if (!parsed.ok) throw new Error('script');
  const made = runScript(parsed.value);
  const text = textOf(narrationOf(made, { from: 0, to: Infinity }, { title: 'Script', link: null }, []));
  for (let n = 0; n < made.recorder.columns.length; n++) {
    const e = eventAt(made.recorder.columns, n);
    const words = sentenceOf(e);
    if (e.kind === K.OP) expect(text.replace(/\s+/g, ' ')).toContain(words.replace(/\s+/g, ' '));
  }
});

it.each([
  ['https://a.example/x/#v=1&s=3&d=1', 'https://a.example/x/#v=1&s=77&d=1'],
  ['https://a.example/x/#v=1&p=qemu', 'https://a.example/x/#v=1&p=qemu&s=77'],
  ['https://a.example/?s=4', 'https://a.example/?s=4#s=77'],
  ['https://a.example/#s=4&costs=5', 'https://a.example/#s=77&costs=5'],
])('%s at another step', (link, moved) => {
  expect(linkAt(link, 77)).toBe(moved);
});
