/** A step of a story as the engine describes it: its place found, its values filled in. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Answer, RunInfo } from '../../engine/index.ts';
import { runFor, type Story } from '../../engine/story/index.ts';
import { RunProblem } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { reportProblems, showStoryRun } from '../state/actions.ts';
import type { Choice } from '../state/choice.ts';
import { store, useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';

type StoryStep = Extract<Answer<'story'>['steps'][number], { ok: true }>['value'];

/** What has to be on screen for step `at`. */
export function choiceOf(story: Story, at: number): Choice {
  const run = runFor(story, at, store.getState().student);
  return 'trace' in run
    ? { kind: 'trace', trace: run.trace }
    : { kind: 'preset', preset: run.preset, overrides: run.set };
}

export function isShown(story: Story, at: number, choice: Choice): boolean {
  return JSON.stringify(choiceOf(story, at)) === JSON.stringify(choice);
}

/** Step `at`, null until its run is there. Turns to another run when the step needs one. */
export function useStoryStep(story: Story, at: number, info: RunInfo | null): StoryStep | null {
  const { engine } = useSession();
  const choice = useChosen((s) => s.choice);
  // A name that is given is another guest.
  useChosen((s) => s.student);
  const shown = isShown(story, at, choice);
  // Only a step that was just turned to changes what is on screen: a reader may be elsewhere on purpose.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` changes when the reader wanders off
  useEffect(() => {
    if (shown) return;
    views.quietly(() => showStoryRun(choiceOf(story, at), 'story'));
  }, [story, at]);
  const step = useQuery({
    queryKey: ['told', info?.digest, story.id, at],
    enabled: shown && info !== null,
    queryFn: async () => {
      const steps = [story.steps[at]!];
      const answer = await engine.ask('story', { run: info!.run, steps });
      if (!answer.ok) throw new RunProblem(answer.problem);
      const [first] = answer.value.steps;
      if (!first?.ok) throw new RunProblem(first!.problem);
      return first.value;
    },
  });
  const { error } = step;
  useEffect(() => {
    if (error instanceof RunProblem) reportProblems(error.problem);
  }, [error]);
  return step.data ?? null;
}
