/** Every story that comes with the app: each place is found, each value computed, each question can be answered. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { K } from '../event/event.ts';
import { STALE } from '../event/pageword.ts';
import { findPreset, readKnob, withOverrides } from '../scenario/presets.ts';
import { type Run, simulate } from '../sim/run.ts';
import { playRecording } from '../trace/play.ts';
import { Replica } from '../view/replica.ts';
import { parseStory, runFor, runOf, type Story, type StoryRun, seedOf } from './schema.ts';
import { StorySession } from './session.ts';

const FOLDER = 'public/stories/';
const json = (file: string): unknown => JSON.parse(readFileSync(FOLDER + file, 'utf8'));
const listed = json('index.json') as readonly { id: string; title: string; minutes: number }[];
const glossary = JSON.parse(readFileSync('public/glossary.json', 'utf8')) as readonly { term: string }[];

const runs = new Map<string, StorySession>();
function sessionOf(run: StoryRun): StorySession {
  const key = JSON.stringify(run);
  const made = runs.get(key) ?? new StorySession(play(run));
  runs.set(key, made);
  return made;
}

function play(run: StoryRun): Run {
  if ('trace' in run) {
    const played = playRecording(readFileSync(`public/traces/${run.trace}.json`, 'utf8'), run.trace);
    if (!played.ok) throw new Error(played.problem.message);
    return played.value;
  }
  const preset = findPreset(run.preset);
  if (!preset.ok) throw new Error(preset.problem.message);
  const scenario = withOverrides(preset.value, run.set);
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return simulate(scenario.value);
}

function read(id: string): Story {
  const story = parseStory(json(`${id}.json`));
  if (!story.ok) throw new Error(`${id}: ${story.problem.message}`);
  return story.value;
}

it('the list names every story, and says of it what it says of itself', () => {
  const files = readdirSync(FOLDER).filter((f) => f.endsWith('.json') && f !== 'index.json');
  expect(files.sort()).toEqual(listed.map((s) => `${s.id}.json`).sort());
  for (const entry of listed) {
    const { id, title, summary, minutes } = read(entry.id);
    expect(entry).toEqual({ id, title, summary, minutes });
  }
});

describe.each(listed.map((s) => s.id))('%s', (id) => {
  const story = read(id);
  it.each(story.steps.map((s, i) => [i + 1, s.title] as const))('step %i: %s', (n) => {
    const step = story.steps[n - 1]!;
    const session = sessionOf(runOf(story, n - 1));
    const told = session.describe(step);
    expect(told.ok ? '' : told.problem.message).toBe('');
    for (const claim of step.holds) {
      const held = session.holds(step, claim);
      expect([claim, held.ok ? held.value : held.problem.message]).toEqual([claim, true]);
    }
    expect(step.holds.length + (step.question ? 1 : 0)).toBeGreaterThan(0);
    for (const [, term] of step.text.join().matchAll(/\[\[([^\]]+)\]\]/g))
      expect(glossary.map((t) => t.term)).toContain(term);
    if (told.ok && step.question) {
      const { kind } = step.question;
      const answer =
        kind === 'pages'
          ? { pages: [-1] }
          : kind === 'region'
            ? { region: -1 }
            : kind === 'choice'
              ? { option: step.question.answer }
              : kind === 'number'
                ? { number: 'nothing' }
                : { verdict: { lostPages: 0, flagsEqual: true, aborted: false }, thrownAway: 0 };
      const marked = session.grade(step.question, told.value.step, answer);
      expect(marked.ok ? '' : marked.problem.message).toBe('');
      if (marked.ok && kind !== 'knob') expect(marked.value.right).toBe(kind === 'choice');
    }
  });
});

/** Numbers that prose may write itself: constants of the kernel and of the page size, dates, and what curves are drawn for. */
const CONSTANTS = [
  ...['4 KiB', '2 MiB', '512', '511', '0x[0-9a-f]+'],
  // khugepaged's defaults: pages_to_scan, what that is in a second, a guest to scan; a vector of process_madvise; PML's list.
  ...['4,096', '1\\.6 MiB', '64 GiB', '1,024', '64 pages', '100 ms', '6\\.7'],
  ...['64 MiB to 1 TiB', '2017', '2024', '24 May 2017'],
  // Names: an option of PR_SET_THP_DISABLE is a number, madvise has one; "max_ptes_none 0".
  'max_ptes_none` (?:at|is|to|of) 0',
];

/** What prose writes in digits that is neither a value of the run nor a constant. */
function undeclared(text: string): string[] {
  const rest = text
    .replace(/\{[^{}]*\}/g, '')
    .replace(new RegExp(`(?:${CONSTANTS.join('|')})(?![\\d.,]\\d)`, 'g'), '')
    .replace(/`[^`]*`|\[\[[^\]]*\]\]/g, '');
  return rest.match(/\d[\d,.]*/g) ?? [];
}

it.each(listed.map((s) => s.id))(
  '%s: every number in its prose comes from the run, or is a constant',
  (id) => {
    const story = read(id);
    const wrong = story.steps.flatMap(({ title, text, question }, i) => {
      const { ask = '', right = '', wrong: why = '' } = question ?? {};
      const options = question?.kind === 'choice' ? question.options : [];
      return [title, ...text, ask, right, why, ...options]
        .flatMap(undeclared)
        .map((digits) => `step ${i + 1}: ${digits}`);
    });
    expect(wrong).toEqual([]);
  },
);

it('knobs of questions are knobs of the step’s preset', () => {
  for (const { id } of listed) {
    const story = read(id);
    for (const [i, { question }] of story.steps.entries()) {
      if (question?.kind !== 'knob') continue;
      const run = runOf(story, i);
      const preset = 'preset' in run ? findPreset(run.preset) : null;
      if (!preset?.ok) throw new Error(`${id} ${i + 1}: a question about knobs needs a preset`);
      for (const knob of question.knobs) expect(readKnob(preset.value.scenario, knob), knob).toBeDefined();
    }
  }
});

it('a story that goes on in another one names it as the list does', () => {
  for (const { id } of listed) {
    const { next } = read(id);
    if (next) expect(listed.find((s) => s.id === next.id)?.title).toBe(next.title);
  }
});

it('pages that were zapped for nothing had been written before they were sent, in the log until the last sync', () => {
  const run = play({ preset: 'qemu-as-mailed', set: {} });
  const { columns, keyframes, state } = run.recorder;
  const last = (kind: number, before: number) => {
    const at = new Map<number, number>();
    for (let n = 0; n < before; n++) if (columns.kind(n) === kind) at.set(columns.page(n), n);
    return at;
  };
  let stopped = 0;
  while (columns.kind(stopped) !== K.VM_STOP) stopped++;
  const { words } = new Replica(columns, keyframes, state.pages).seek(stopped + 1).dst;
  const [zapped, logged, sent] = [
    last(K.ZAP, columns.length),
    last(K.LOG_DIRTY, stopped),
    last(K.SEND, stopped),
  ];
  const needless = [...zapped.keys()].filter((page) => !(words[page]! & STALE));
  expect(needless.length).toBeGreaterThan(0);
  for (const page of needless) expect(logged.get(page)).toBeLessThan(sent.get(page)!);
  expect(run.counters['discarded pages']).toBe(zapped.size);
});

it('a table says which step shows which sentence of the mail', async () => {
  const rows = read('the-mail').steps.map(
    ({ mail, title }, i) => `| ${i + 1} | ${title} | ${mail ?? 'in our words'} |`,
  );
  const table = [
    '# The mail, sentence by sentence',
    '',
    'Which step of the story *The mail* shows which sentence of Andrea Arcangeli’s mail of 24 May 2017. Made by `npx vitest run engine/story -u`.',
    '',
    '| Step | Title | The mail |',
    '| --: | --- | --- |',
    ...rows,
    '',
  ].join('\n');
  await expect(table).toMatchFileSnapshot('./README.md');
});

describe('exercises', () => {
  const story = read('exercises');
  it('are another guest for every name, and the same for the same name', () => {
    const seeds = ['Ada', 'Bob', 'Carol', '4711', '4712', 'ä'].map(seedOf);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seedOf(' ADA ')).toBe(seedOf('ada'));
    expect(runFor(story, 0, 'Ada')).toMatchObject({ set: { 'guest.seed': seedOf('Ada') } });
    expect(runFor(read('the-mail'), 0, 'Ada')).toEqual(runOf(read('the-mail'), 0));
  });

  it.each(['Ada', 'Bob', '4711'])(
    'can be done by %s: places are found, and right answers are there',
    (student) => {
      for (const [i, step] of story.steps.entries()) {
        const run = runFor(story, i, student);
        const session = sessionOf(run);
        const told = session.describe(step);
        if (!told.ok) throw new Error(told.problem.message);
        const { question } = step;
        if (question?.kind === 'pages') {
          const right: number[] = [];
          for (let page = 0; page < 16_384 && right.length < question.some; page++) {
            const marked = session.grade({ ...question, some: 1 }, told.value.step, {
              pages: [page],
            });
            if (marked.ok && marked.value.right) right.push(page);
          }
          expect(right).toHaveLength(question.some);
        }
        if (question?.kind === 'region') {
          const right = Array.from({ length: 32 }, (_, region) =>
            session.grade(question, told.value.step, { region }),
          );
          expect(right.some((marked) => marked.ok && marked.value.right)).toBe(true);
        }
      }
    },
  );
});
