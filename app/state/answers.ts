/** Answers to the questions of a story, and how a link holds them: `n1932!3.p1a47.1a48!7.kqemu.nohugepage~false`. The number
 *  before an answer is that of its step, from 1; the answer to the step on screen has none. */

import * as v from 'valibot';
import { LONGEST, worded } from '../../engine/index.ts';

/** Answers of one story, by step from 0: `p1a47.1a48` pages, `r13` a region, `o2` an option, `n42` a number,
 *  `kqemu.nohugepage~false` knobs with their values. */
export type Answers = Readonly<Record<number, string>>;

/** An answer in a link; the step is null for the step on screen. */
export type LinkedAnswer = readonly [step: number | null, answer: string];

const ENTRY =
  /^(?:(\d{1,2})\.)?(p(?:[0-9a-f]{1,7}(?:\.[0-9a-f]{1,7}){0,15})|r\d{1,6}|o\d|n[^\p{C}!]{1,30}|k(?:[a-zA-Z.]{1,40}~[\w.:-]{1,40}){0,1}(?:~[a-zA-Z.]{1,40}~[\w.:-]{1,40}){0,5})$/u;

const EXPECTED = worded`expected an answer, as p1a47.1a48`;

/** Reads what a link holds. */
export const linkedAnswers = v.pipe(
  v.string(),
  v.maxLength(LONGEST.answers, worded`expected answers of at most ${LONGEST.answers} characters`),
  v.transform((text) => text.split('!')),
  v.array(v.pipe(v.string(), v.regex(ENTRY, EXPECTED))),
  v.transform((entries): readonly LinkedAnswer[] =>
    entries.map((entry) => {
      const [, step, answer] = ENTRY.exec(entry)!;
      return [step === undefined ? null : Math.max(0, Number(step) - 1), answer!];
    }),
  ),
);

export const formatAnswers = (answers: readonly LinkedAnswer[]): string =>
  answers.map(([step, answer]) => (step === null ? answer : `${step + 1}.${answer}`)).join('!');

/** The answers of a story at step `at`, as its link holds them: that of the step first. */
export function toLinked(answers: Answers, at: number): readonly LinkedAnswer[] {
  const steps = Object.keys(answers).map(Number);
  return [...steps.filter((s) => s === at), ...steps.filter((s) => s !== at)].map((step) => [
    step === at ? null : step,
    answers[step]!,
  ]);
}

/** The answers that a link to step `at` holds. */
export const fromLinked = (linked: readonly LinkedAnswer[], at: number): Answers =>
  Object.fromEntries(linked.map(([step, answer]) => [step ?? at, answer]));
