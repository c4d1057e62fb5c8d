/** The engine in another language says nothing in English: sentences of events, answers, hazards, presets, labels. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { speak } from '../base/language.ts';
import { findHazards } from '../check/hazards/find.ts';
import { KINDS } from '../event/event.ts';
import { describe as say } from '../log/describe.ts';
import { PRESETS } from '../scenario/presets.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { simulate } from '../sim/run.ts';
import { CELL_CLASSES, classLabel } from '../view/lens.ts';
import { Explainer } from '../why/explain.ts';
import { createServer } from '../worker/server.ts';
import { zh } from './zh/index.ts';

beforeAll(() => speak('zh', zh));
afterAll(() => speak('en', {}));

/** Three Latin words in a row, names of the kernel and of verdicts aside. */
const ENGLISH = /\b[A-Za-z][a-z]+ [a-z]+ [a-z]+\b/;
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text) && !ENGLISH.test(text);

const preset = (id: string) => simulate(PRESETS.find((p) => p.id === id)!.scenario);

it.each(['qemu-as-coded', 'qemu-precopy', 'criu-2017', 'tracking-ring', 'tracking-soft-dirty'])(
  '%s: each kind of event',
  (id) => {
    const { columns } = preset(id).recorder;
    const seen = new Set<number>();
    for (let n = 0; n < columns.length; n++) {
      if (seen.has(columns.kind(n))) continue;
      seen.add(columns.kind(n));
      const sentence = say(columns, n);
      // A phase may be named by a call alone.
      expect(isChinese(sentence), `${KINDS[columns.kind(n)]!.key}: ${sentence}`).toBe(true);
    }
    expect(seen.size).toBeGreaterThan(8);
  },
);

it('a script has threads and one process', () => {
  const parsed = parseScript('mmap A 2m\nwrite A 0 7\nmadvise A 0 1p DONTNEED\n');
  if (!parsed.ok) throw new Error('script');
  const { columns } = runScript(parsed.value, () => {}, 'modern').recorder;
  const all = Array.from({ length: columns.length }, (_, n) => say(columns, n)).join('\n');
  expect(all).toContain('进程中');
  expect(all).not.toMatch(/vCPU|目的端|客户机/);
});

it('hazards, with their chains, and answers', async () => {
  const run = preset('qemu-no-nohugepage');
  const hazards = findHazards(run);
  expect(hazards.length).toBeGreaterThan(0);
  for (const { title, remedy, chain } of hazards)
    for (const text of [title, remedy, ...chain.map((l) => l.words)])
      expect(isChinese(text), text).toBe(true);
  const explainer = new Explainer(run, async () => {});
  const page = hazards[0]!.firstPages[0]!;
  const answer = await explainer.why(page, 1, run.recorder.columns.length, 'no-fault');
  expect(answer?.sentence).toMatch(/khugepaged 在第 [\d,]+ 步合并了该区域/);
});

it('presets and classes of cells, each of them', () => {
  for (const { id, question } of PRESETS) expect(isChinese(question), id).toBe(true);
  const same = CELL_CLASSES.filter(({ label }, c) => label !== '' && classLabel(c, 'qemu') === label);
  expect(same.map((c) => c.id)).toEqual(['small', 'uffdwp']);
});

it('the server answers in Chinese', async () => {
  const answers: unknown[] = [];
  const server = createServer((message) => answers.push(message), {
    pause: async () => {},
    now: () => performance.now(),
    lookAfter: Infinity,
  });
  const { scenario } = PRESETS.find((p) => p.id === 'h05-thp-thrown-away')!;
  await server.receive({ id: 1, name: 'run', ask: { input: { scenario } } } as never);
  expect(JSON.stringify(answers)).toContain('结束');
});
