/** A step of a story as the engine describes it: its place found, its values filled in. */
import { useEffect } from 'react';
import { type Answer, type RunInfo, runFor, type Story } from '../../engine/index.ts';
import { unwrap } from '../run/queries.ts';
import { useAsk } from '../run/useAsk.ts';
import { reportProblems, showStoryRun } from '../state/actions.ts';
import { type Choice, sameChoice } from '../state/choice.ts';
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

export const isShown = (story: Story, at: number, choice: Choice): boolean =>
  sameChoice(choiceOf(story, at), choice);

/** Step `at`, null until its run is there. Turns to another run when the step needs one. */
export function useStoryStep(story: Story, at: number, info: RunInfo | null): StoryStep | null {
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
  const { data, error } = useAsk(
    'story',
    shown && info ? { run: info.run, steps: [story.steps[at]!] } : null,
    { select: ({ steps: [first] }) => unwrap(first!) },
  );
  useEffect(() => {
    if (error) reportProblems(error.problem);
  }, [error]);
  return data ?? null;
}
