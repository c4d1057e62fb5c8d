/** The engine in another language says nothing in English: sentences of events, answers, hazards, presets, labels. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { speak } from '../base/language.ts';
import { GIB, sayBytes, sayCount, sayPercent, sayTime } from '../base/units.ts';
import { findHazards } from '../check/hazards/find.ts';
import { KINDS } from '../event/event.ts';
import { narrationOf } from '../export/narration.ts';
import { describe as say } from '../log/describe.ts';
import { PRESETS } from '../scenario/presets.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { compile } from '../search/compile.ts';
import { completions } from '../search/complete.ts';
import { parseQuery } from '../search/parse.ts';
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

it('a script: what is wrong with each line', () => {
  const text = `mmap
mmap 9 2m
mmap A 3x
mmap A 2g
mmap B 2m shift=1 ro rw
reed A 0
read C 0
madvise A 0 1p DONTNED
madvise A 0 1p
write A 0 999
uffd-open thread_id thread_id pagefault
khugepaged-set speed 1
reap
flood A 0 1p 1p 9999999999 FREE now
`;
  const parsed = parseScript(text);
  if (parsed.ok) throw new Error('script');
  expect(parsed.errors.length).toBeGreaterThan(12);
  for (const { message } of parsed.errors) expect(isChinese(message), message).toBe(true);
});

it('queries: what is wrong with them, and what may stand in them', () => {
  const run = preset('qemu-as-coded');
  const { columns, state } = run.recorder;
  const log = { columns, cast: run.cast, phases: run.phases, counts: state.counts };
  for (const text of [
    'or',
    'a or',
    '!',
    'x=',
    'host=here',
    'cpu=9',
    'page=9..2',
    'arg>',
    'fn=x',
    'rule=x',
    'a,',
    '"a',
    'kvm.fault uffd.copy',
  ]) {
    const parsed = parseQuery(text);
    const made = parsed.ok ? compile(parsed.value, log) : parsed;
    if (made.ok) throw new Error(text);
    expect(isChinese(made.problem.message), made.problem.message).toBe(true);
  }
  for (const text of ['', 'uffd.copy ', 'host=', 'actor=', 'phase=', 'cause=', 'from=', 'fn=', 'rule=']) {
    const offers = completions(text, text.length, log);
    expect(offers.length, text).toBeGreaterThan(1);
    for (const { detail } of offers) expect(detail).not.toMatch(/\b(event|kind|step|operation|the|or)s?\b/);
  }
});

it('a narration', () => {
  const run = preset('qemu-no-nohugepage');
  const about = { title: '迁移', link: 'https://faultline.example/#v=1' };
  const text = [...narrationOf(run, { from: 0, to: Infinity }, about, findHazards(run))]
    .map(({ data }) => data)
    .join('');
  for (const line of text.split('\n')) {
    expect(line).not.toMatch(ENGLISH);
    // A letter of Chinese has the width of two.
    expect(line.replace(/[\u3000-\uffff]/g, '..').length).toBeLessThanOrEqual(
      line.startsWith('[') || line.startsWith('https') ? 200 : 72,
    );
  }
  expect(text).toContain('出了什么问题');
  expect(text).toMatch(/此后还有 [\d,]+ 个类似的事件。 \[\d+\]/);
});

it('times, and numbers in them', () => {
  expect([sayTime(80e9), sayTime(125e9), sayTime(10_200e9)]).toEqual([
    '80.000 s',
    '2 分 5 秒',
    '2 小时 50 分',
  ]);
  expect([sayCount(12_482), sayPercent(0.494), sayBytes(1.5 * GIB)]).toEqual(['12,482', '49%', '1.50 GiB']);
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
