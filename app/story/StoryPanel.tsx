/** Stories: a list, then one of them step by step. Fetched when the reader first looks at them. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { RunProblem, unwrap } from '../run/queries.ts';
import { useChosen } from '../state/store.ts';
import { story as words } from '../texts/story.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemBanner } from '../ui/Problem.tsx';
import { Loading } from '../ui/part.tsx';
import { fetchStory, listStories } from './library.ts';
import { StoryReader } from './StoryReader.tsx';
import './story.css';
import { readStory, stayInStory } from '../state/actions.ts';

export default function StoryPanel({ info }: { info: RunInfo | null }) {
  const at = useChosen((s) => s.story);
  return at ? <OneStory id={at.id} step={at.step} info={info} /> : <StoryList />;
}

function StoryList() {
  const list = useQuery({
    queryKey: ['stories'],
    queryFn: async ({ signal }) => unwrap(await listStories(signal)),
  });
  return (
    <div className="question">
      <h1>{words.stories}</h1>
      <p>{words.about}</p>
      {list.error instanceof RunProblem && <ProblemBanner problem={list.error.problem} />}
      <ol className="picks stories">
        {list.data?.map((s) => (
          <li key={s.id}>
            <Button look="pick" onClick={() => readStory({ id: s.id, step: 0 })}>
              {s.title}
              <span className="muted">{s.summary}</span>
              <span className="muted">{words.minutes(s.minutes)}</span>
            </Button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function OneStory({ id, step, info }: { id: string; step: number; info: RunInfo | null }) {
  const story = useQuery({
    queryKey: ['story', id],
    queryFn: async ({ signal }) => unwrap(await fetchStory(id, signal)),
  });
  const last = story.data ? story.data.steps.length - 1 : step;
  // A link or a clicker may lead beyond the end.
  useEffect(() => {
    if (step > last) stayInStory({ id, step: last });
  }, [id, step, last]);
  if (story.error instanceof RunProblem)
    return (
      <ProblemBanner problem={story.error.problem}>
        <Button look="text" label={words.allStories} onClick={() => readStory(null)} />
      </ProblemBanner>
    );
  if (!story.data) return <Loading />;
  const { english } = story.data;
  return (
    <>
      {english !== null && (
        <p className="muted" role="note">
          {words.onlyEnglish(english)}
        </p>
      )}
      <StoryReader story={story.data} at={Math.min(step, last)} info={info} />
    </>
  );
}
