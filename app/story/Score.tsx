/** The questions of a story: which are answered right, and one link that hands in all of them. */
import type { Story } from '../../engine/index.ts';
import { shareLink, sharing } from '../link/share.ts';
import { useSession, useWatched } from '../run/session.ts';
import { clearAnswers, readStory } from '../state/actions.ts';
import type { Answers } from '../state/answers.ts';
import { story as words } from '../texts/story.ts';
import { Button } from '../ui/Button.tsx';
import type { Grade } from './useStory.ts';

interface Props {
  readonly story: Story;
  readonly at: number;
  readonly answers: Answers;
  readonly grades: ReadonlyMap<number, Grade | null>;
}

export function Score({ story, at, answers, grades }: Props) {
  const { run } = useSession();
  const { copied } = useWatched(sharing);
  const asked = story.steps.flatMap(({ question, title }, i) => (question ? [{ step: i, title }] : []));
  if (asked.length === 0) return null;
  const answered = asked.filter(({ step }) => answers[step] !== undefined);
  const right = asked.filter(({ step }) => grades.get(step)?.right).length;
  const wait = answered.some(({ step }) => !grades.has(step));
  const nothing = answered.length === 0;
  return (
    <details className="story-score" open={story.seeded || at === story.steps.length - 1}>
      <summary>
        <span role="status">{wait ? words.grading : words.score(right, asked.length)}</span>
      </summary>
      <ol>
        {asked.map(({ step, title }) => {
          const grade = grades.get(step);
          const state =
            answers[step] === undefined
              ? 'open'
              : !grades.has(step)
                ? 'wait'
                : grade?.right
                  ? 'right'
                  : 'wrong';
          return (
            <li key={step} data-state={state}>
              <Button
                look="text"
                aria-current={step === at ? 'step' : undefined}
                onClick={() => readStory({ id: story.id, step })}
              >
                {words.questionAt(step + 1, title)}
              </Button>
              <span className={state === 'right' ? 'ok' : state === 'wrong' ? 'bad' : 'muted'}>
                {words.states[state]}
              </span>
            </li>
          );
        })}
      </ol>
      {!nothing && (
        <div className="story-bar">
          <Button
            look="outlined"
            label={copied ? words.handInCopied : words.handIn}
            onClick={() => void shareLink(run.get())}
          />
          <Button look="text" label={words.clearAnswers} onClick={clearAnswers} />
        </div>
      )}
    </details>
  );
}
