/** Every story that comes with the app: each place is found, each value computed, each question can be answered. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { type Run, simulate } from '../sim/run.ts';
import { playRecording } from '../trace/play.ts';
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
  const files = readdirSync(FOLDER).filter((f) => f !== 'index.json');
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
