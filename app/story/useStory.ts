/** What the engine says of a story's steps and of a reader's answers. Both are about a run that may not be on screen: then it is made
 *  aside, so that a reader can turn knobs and still read the step, and whoever opens a link sees all answers graded. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Answer, ok, type Result, type RunInfo, type Story } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import { type RunProblem, unwrap } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { reportProblems } from '../state/actions.ts';
import type { Answers } from '../state/answers.ts';
import { type Choice, sameChoice } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { choiceOf, choiceOfAnswer, readAnswer } from './answer.ts';
import { aside } from './aside.ts';

export type ShownStep = Extract<Answer<'story'>['steps'][number], { ok: true }>['value'];
export type Grade = Answer<'grade'>;

/** The run on screen, and what it is the run of. */
interface OnScreen {
  readonly choice: Choice;
  readonly info: RunInfo | null;
}

/** Asks about the run of a choice: the one on screen, or one that is made aside. */
async function about<T>(
  engine: Engine,
  choice: Choice,
  shown: OnScreen,
  signal: AbortSignal,
  ask: (info: RunInfo) => Promise<Result<T>>,
): Promise<T> {
  if (shown.info && sameChoice(shown.choice, choice)) {
    const answer = await ask(shown.info);
    // The run may have left the screen meanwhile.
    if (answer.ok || answer.problem.where !== 'run') return unwrap(answer);
  }
  return unwrap(await aside(engine, choice, signal, ask));
}

/** Step `at` as the engine describes it; null until then. While its run is being shown, that run is waited for. */
export function useStoryStep(story: Story, at: number, info: RunInfo | null): ShownStep | null {
  const { engine } = useSession();
  const { generation } = useWatched(engine.state);
  const student = useChosen((s) => s.student);
  const choice = useChosen((s) => s.choice);
  const turning = useChosen((s) => s.turning);
  const wanted = choiceOf(story, at, student);
  const { data, error } = useQuery<ShownStep, RunProblem>({
    queryKey: ['story step', generation, story.id, at, wanted],
    enabled: !turning || (info !== null && sameChoice(choice, wanted)),
    queryFn: ({ signal }) =>
      about(engine, wanted, { choice, info }, signal, (run) => describe(engine, run, story, at)),
  });
  useEffect(() => {
    if (error) reportProblems(error.problem);
  }, [error]);
  return data ?? null;
}

async function describe(
  engine: Engine,
  { run }: RunInfo,
  story: Story,
  at: number,
): Promise<Result<ShownStep>> {
  const told = await engine.ask('story', { run, steps: [story.steps[at]!] });
  return told.ok ? told.value.steps[0]! : told;
}

async function grade(
  engine: Engine,
  info: RunInfo,
  story: Story,
  at: number,
  text: string,
): Promise<Result<Grade | null>> {
  const { question } = story.steps[at]!;
  if (!question) return ok(null);
  const step = question.kind === 'knob' ? ok({ step: 0 }) : await describe(engine, info, story, at);
  if (!step.ok) return step;
  const answer = readAnswer(text, info);
  return engine.ask('grade', { run: info.run, step: step.value.step, question, answer });
}

/** Grades of answers to a story's questions, by step: made here, whatever a link says of them. A step is missing until its answer
 *  is graded; null is an answer that cannot be one. */
export function useGrades(
  story: Story,
  answers: Answers,
  info: RunInfo | null,
): ReadonlyMap<number, Grade | null> {
  const { engine } = useSession();
  const { generation } = useWatched(engine.state);
  const student = useChosen((s) => s.student);
  const choice = useChosen((s) => s.choice);
  const steps = Object.keys(answers)
    .map(Number)
    .filter((at) => story.steps[at]?.question);
  const graded = useQueries({
    queries: steps.map((at) => {
      const text = answers[at]!;
      const wanted = choiceOfAnswer(story, at, student, text);
      return {
        queryKey: ['grade', generation, story.id, at, wanted, text],
        gcTime: Infinity,
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          about(engine, wanted, { choice, info }, signal, (run) => grade(engine, run, story, at, text)),
      };
    }),
  });
  return new Map(
    graded.flatMap(({ data, error }, i) =>
      data !== undefined || error ? [[steps[i]!, data ?? null] as const] : [],
    ),
  );
}
