/** What a story is: prose in steps, each bound to a place in a run that is found by what happens there. Stories are files that
 *  anybody may write, so they are read like any other input. */

import * as v from 'valibot';
import { Digest } from '../base/digest.ts';
import { later, type Message, worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { LENSES } from '../view/lens.ts';

export const STORY_VERSION = 1;

const text = (what: Message, most = 4000) =>
  v.pipe(
    v.string(later`expected ${what} as text`),
    v.minLength(1, later`expected ${what}, got nothing`),
    v.maxLength(most, later`expected ${what} of at most ${most} characters`),
  );

/** Which run a step shows: a preset and what differs from it, or a recording that is shipped. */
const runSchema = v.union(
  [
    v.strictObject({
      preset: text(later`a preset`, 80),
      set: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
    }),
    v.strictObject({ trace: text(later`a recording`, 80) }),
  ],
  later`expected {preset, set} or {trace}`,
);

/** Where: at the nth event that a query finds (-1: the last), just after it or just before; or at the start or the end. */
const placeSchema = v.union(
  [
    v.strictObject({
      find: text(later`a query`, 400),
      nth: v.optional(v.pipe(v.number(), v.integer(later`expected a whole number`)), 1),
      before: v.optional(v.boolean(), false),
    }),
    v.strictObject({ at: v.picklist(['start', 'end'], later`expected "start" or "end"`) }),
  ],
  later`expected {find} or {at}`,
);

const viewSchema = v.strictObject({
  lens: v.optional(v.picklist(LENSES, later`expected one of ${LENSES.join(', ')}`)),
  /** Selects the page that the event at the step's place is about. */
  select: v.optional(v.boolean(), false),
  /** What the text speaks of and the screen lights: targets of app/state/emphasis.ts, as `chip:nh@dst` or `legend:stale`. */
  light: v.optional(
    v.array(
      v.pipe(v.string(), v.regex(/^[a-z]+(?::[\w-]{1,40})?(?:@(?:src|dst))?$/, later`expected what is lit`)),
    ),
    [],
  ),
});

const explained = {
  right: text(later`why the answer is right`),
  wrong: text(later`why another answer is wrong`),
};

const questionSchema = v.variant(
  'kind',
  [
    /** Click all or some of the pages of which something is true at the step: `some` of them are enough. */
    v.strictObject({
      kind: v.literal('pages'),
      ask: text(later`a question`),
      which: v.picklist(['will-fault', 'lost', 'stale', 'waiting', 'sent-twice']),
      some: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
      ...explained,
    }),
    /** Name a region that khugepaged would refuse now, and the verdict. */
    v.strictObject({
      kind: v.literal('region'),
      ask: text(later`a question`),
      which: v.picklist(['refused', 'collapsed']),
      ...explained,
    }),
    /** Turn some of these knobs, named by their paths in a scenario, until the run ends as wanted. */
    v.strictObject({
      kind: v.literal('knob'),
      ask: text(later`a question`),
      want: v.picklist(['nothing-lost', 'something-lost', 'flags-equal', 'no-huge-thrown-away', 'completes']),
      knobs: v.pipe(
        v.array(
          v.pipe(v.string(), v.regex(/^[a-zA-Z]+(?:\.[a-zA-Z]+)?$/, later`expected the path of a knob`)),
        ),
        v.minLength(1, later`expected at least one knob`),
      ),
      ...explained,
    }),
    /** A number that the run has; `value` is an expression as in the prose. */
    v.strictObject({
      kind: v.literal('number'),
      ask: text(later`a question`),
      value: text(later`an expression`, 400),
      ...explained,
    }),
    v.strictObject({
      kind: v.literal('choice'),
      ask: text(later`a question`),
      options: v.pipe(
        v.array(text(later`an option`, 300)),
        v.minLength(2, later`expected at least two options`),
      ),
      answer: v.pipe(v.number(), v.integer(), v.minValue(0)),
      ...explained,
    }),
  ],
  later`expected a question with a kind`,
);

const stepSchema = v.strictObject({
  title: text(later`a title`, 120),
  /** Paragraphs; `{…}` is a value computed from the run (values.ts), `[[term]]` a term of the glossary. */
  text: v.pipe(v.array(text(later`a paragraph`)), v.minLength(1, later`expected at least one paragraph`)),
  /** The run, when it is another than the step's before. */
  run: v.optional(runSchema),
  place: placeSchema,
  view: v.optional(viewSchema, {}),
  /** Sentence of the mail that this step shows. */
  mail: v.optional(text(later`a sentence of the mail`, 600)),
  question: v.optional(questionSchema),
  /** What the text claims in words, held against the run by a test (holds.ts). */
  holds: v.optional(v.array(text(later`a claim`, 200)), []),
});

export const storySchema = v.strictObject({
  version: v.literal(STORY_VERSION, later`expected version ${STORY_VERSION}`),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, later`expected an id of small letters and hyphens`)),
  /** Each student's guest is another: a name picks the seed of every preset's guest. */
  seeded: v.optional(v.boolean(), false),
  title: text(later`a title`, 120),
  summary: text(later`a summary`, 400),
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)),
  /** The story that goes on where this one ends. */
  next: v.optional(
    v.strictObject({ id: text(later`the id of a story`, 40), title: text(later`its title`, 120) }),
  ),
  steps: v.pipe(v.array(stepSchema), v.minLength(1, later`expected at least one step`), v.maxLength(80)),
});

export type Story = v.InferOutput<typeof storySchema>;
export type StoryStep = Story['steps'][number];
export type StoryRun = NonNullable<StoryStep['run']>;
export type Place = StoryStep['place'];
export type Question = NonNullable<StoryStep['question']>;

/** Reads a story; the problem names the place: `steps.3.place.find`. */
export function parseStory(input: unknown): Result<Story> {
  const parsed = v.safeParse(storySchema, input);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = v.getDotPath(issue) ?? 'story';
    return bad('invalid', where, worded`${where}: ${issue.message}`);
  }
  const story = parsed.output;
  const first = story.steps[0]!;
  if (!first.run)
    return bad('invalid', 'steps.0.run', worded`steps.0.run: expected the run that the story begins with`);
  for (const [i, { question }] of story.steps.entries())
    if (question?.kind === 'choice' && question.answer >= question.options.length) {
      const where = `steps.${i}.question.answer`;
      return bad(
        'invalid',
        where,
        worded`${where}: expected an option from 0 to ${question.options.length - 1}`,
      );
    }
  return ok(story);
}

/** The run of step `i`: its own, or the nearest before it. */
export function runOf(story: Story, i: number): StoryRun {
  for (let s = i; s > 0; s--) {
    const run = story.steps[s]?.run;
    if (run) return run;
  }
  return story.steps[0]!.run!;
}

/** The run of step `i` for a student, or (null) for nobody: of a seeded story, with a guest of their own. */
export function runFor(story: Story, i: number, student: string | null): StoryRun {
  const run = runOf(story, i);
  if (!story.seeded || !student || 'trace' in run) return run;
  return { ...run, set: { ...run.set, 'guest.seed': seedOf(student) } };
}

/** A guest's seed from a name: the same on every machine, whatever the case of its letters and the room around them. */
export function seedOf(student: string): number {
  const digest = new Digest();
  for (const letter of student.trim().toLowerCase().normalize('NFKC')) digest.word(letter.codePointAt(0)!);
  return Number.parseInt(digest.hex().slice(0, 6), 16);
}
