/** A reader's answer as its text in links (app/state/answers.ts), and which run it is about. */
import {
  findPreset,
  knobValue,
  type Question,
  type RunInfo,
  readKnob,
  runFor,
  type Story,
  type StoryAnswer,
} from '../../engine/index.ts';
import { scenarioOf } from '../source/choice.ts';
import { knobAt, sayValue } from '../source/knobs.ts';
import type { Choice, Overrides } from '../state/choice.ts';
import { story as words } from '../texts/story.ts';
import { sayPage } from '../ui/say.ts';

/** What has to be on screen for step `at`. */
export function choiceOf(story: Story, at: number, student: string | null): Choice {
  const run = runFor(story, at, student);
  return 'trace' in run
    ? { kind: 'trace', trace: run.trace }
    : { kind: 'preset', preset: run.preset, overrides: run.set };
}

export function writeAnswer(answer: StoryAnswer): string {
  if ('pages' in answer) return `p${answer.pages.map((page) => page.toString(16)).join('.')}`;
  if ('region' in answer) return `r${answer.region}`;
  if ('option' in answer) return `o${answer.option}`;
  return 'number' in answer ? `n${answer.number.replace(/!/g, '').trim().slice(0, 30)}` : 'k';
}

/** The answer of a text; of knobs, what `info`, the run that they made, came to. */
export function readAnswer(text: string, info: RunInfo): StoryAnswer {
  const rest = text.slice(1);
  if (text[0] === 'p') return { pages: rest.split('.').map((page) => Number.parseInt(page, 16)) };
  if (text[0] === 'r') return { region: Number(rest) };
  if (text[0] === 'o') return { option: Number(rest) };
  if (text[0] === 'n') return { number: rest };
  return { verdict: info.verdict, thrownAway: info.counters['thp.thrownAway'] ?? 0 };
}

/** Knobs that a run has other than a story's step: those that its question names, and others. Null for another system. */
export interface Turned {
  readonly asked: Overrides;
  readonly others: readonly string[];
}

/** What a reader turned from the run of step `at` to the one on screen. */
export function turnedFrom(base: Choice, now: Choice, knobs: readonly string[]): Turned | null {
  if (base.kind !== 'preset' || now.kind !== 'preset' || base.preset !== now.preset) return null;
  const [from, to] = [scenarioOf(base), scenarioOf(now)];
  if (!from || !to) return null;
  const paths = [...new Set([...Object.keys(base.overrides), ...Object.keys(now.overrides)])];
  const differ = paths.filter((path) => readKnob(from, path) !== readKnob(to, path));
  const asked = differ.filter((path) => knobs.includes(path));
  return {
    asked: Object.fromEntries(asked.map((path) => [path, readKnob(to, path)])),
    others: differ.filter((path) => !knobs.includes(path)),
  };
}

/** The text of an answer by turned knobs. */
export const writeKnobs = (asked: Overrides): string =>
  `k${Object.entries(asked)
    .map(([path, value]) => `${path}~${value}`)
    .join('~')}`;

/** The run that an answer to step `at` is about: with the knobs of the answer turned, where it has any. Only knobs that the
 *  question names count, whatever a link holds. */
export function choiceOfAnswer(story: Story, at: number, student: string | null, text: string): Choice {
  const base = choiceOf(story, at, student);
  const { question } = story.steps[at]!;
  if (text[0] !== 'k' || question?.kind !== 'knob' || base.kind !== 'preset') return base;
  const preset = findPreset(base.preset);
  if (!preset.ok) return base;
  const overrides: Record<string, string | number | boolean> = { ...base.overrides };
  const parts = text.slice(1).split('~');
  for (let i = 0; i + 1 < parts.length; i += 2)
    if (question.knobs.includes(parts[i]!))
      overrides[parts[i]!] = knobValue(preset.value, parts[i]!, parts[i + 1]!);
  return { ...base, overrides };
}

/** Knobs with their values, as the form says them. */
export function sayKnobs(choice: Choice, asked: readonly string[]): string {
  const scenario = scenarioOf(choice);
  if (!scenario) return '';
  return words.list(
    asked.map((path) => {
      const knob = knobAt(path, scenario);
      const value = readKnob(scenario, path);
      return words.knob(knob?.label ?? path, knob ? sayValue(knob, value) : String(value));
    }),
  );
}

/** An answer in words, for a reader who comes back to it. */
export function sayAnswer(question: Question, text: string, choice: Choice): string {
  const rest = text.slice(1);
  switch (text[0]) {
    case 'p':
      return words.pagesTaken(words.list(rest.split('.').map((page) => sayPage(Number.parseInt(page, 16)))));
    case 'r':
      return words.regionTaken(Number(rest));
    case 'o':
      return question.kind === 'choice' ? (question.options[Number(rest)] ?? rest) : rest;
    case 'n':
      return rest;
    default:
      return question.kind === 'knob' ? sayKnobs(choice, question.knobs) : '';
  }
}
