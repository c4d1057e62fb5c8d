/** One step of a story: its text, its place on the timeline, and the way on. The timeline stays the reader's: whoever wanders
 *  off is offered the way back. */
import { useEffect, useRef, useState } from 'react';
import { type RunInfo, type Story, seedOf } from '../../engine/index.ts';
import { readStory, setStudent, showStoryPlace, showStoryRun } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { story as words } from '../texts/story.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { StoryQuestion } from './StoryQuestion.tsx';
import { choiceOf, isShown, useStoryStep } from './step.ts';

export function StoryReader({ story, at, info }: { story: Story; at: number; info: RunInfo | null }) {
  const step = story.steps[at]!;
  const described = useStoryStep(story, at, info);
  const choice = useChosen((s) => s.choice);
  const here = useChosen((s) => s.step);
  const heading = useRef<HTMLHeadingElement>(null);
  const student = useChosen((s) => s.student);
  const arrived = useRef('');
  const turned = `${at} ${story.seeded ? student : ''}`;
  // The place is taken once for each step that is turned to; afterwards the reader goes where they like.
  useEffect(() => {
    if (!described || arrived.current === turned) return;
    arrived.current = turned;
    views.quietly(() => place(story, at, described.step, described.page));
  }, [described, story, at, turned]);
  useEffect(() => {
    if (at > 0) heading.current?.focus();
  }, [at]);
  const astray = described !== null && (!isShown(story, at, choice) || here !== described.step);
  return (
    <article className="story" aria-label={story.title}>
      <div className="story-bar">
        <Button look="text" label={words.allStories} onClick={() => readStory(null)} />
        <span className="muted">{words.at(at + 1, story.steps.length)}</span>
      </div>
      <progress max={story.steps.length} value={at + 1} aria-label={words.progress} />
      <p className="muted">{story.title}</p>
      <h1 ref={heading} tabIndex={-1}>
        {step.title}
      </h1>
      {story.seeded && <Student story={story} at={at} />}
      {step.mail && <blockquote className="story-mail">{step.mail}</blockquote>}
      <div className="story-text" aria-busy={described === null}>
        {(described?.text ?? []).map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one step keep their order
          <p key={`${at} ${i}`}>
            <Marked text={text} />
          </p>
        ))}
        {described === null && <p className="muted">{words.running}</p>}
      </div>
      {astray && (
        <Button
          look="text"
          label={words.backToPlace}
          onClick={() => {
            if (isShown(story, at, choice)) place(story, at, described.step, described.page);
            else {
              arrived.current = '';
              showStoryRun(choiceOf(story, at), null);
            }
          }}
        />
      )}
      {step.question && described && info && (
        <StoryQuestion key={at} question={step.question} step={described.step} info={info} />
      )}
      <div className="story-bar">
        <Button label={words.back} disabled={at === 0} onClick={() => turnTo(story, at - 1)} />
        <Button
          look="primary"
          label={words.next}
          disabled={at === story.steps.length - 1}
          onClick={() => turnTo(story, at + 1)}
        />
      </div>
    </article>
  );
}

/** Whose guest it is: another name, another guest. */
function Student({ story, at }: { story: Story; at: number }) {
  const student = useChosen((s) => s.student);
  const [name, setName] = useState(student ?? '');
  const take = () => {
    if (name.trim() === (student ?? '')) return;
    setStudent(name.trim() || null);
    showStoryRun(choiceOf(story, at), 'student');
  };
  return (
    <form
      className="story-student"
      onSubmit={(e) => {
        e.preventDefault();
        take();
      }}
    >
      <label>
        <span className="label">{words.student}</span>
        <input
          className="input"
          maxLength={40}
          value={name}
          onChange={(e) => setName(e.target.value)}
          onBlur={take}
        />
      </label>
      <p className="muted">{student ? words.own(String(seedOf(student))) : words.why}</p>
    </form>
  );
}

function turnTo(story: Story, at: number): void {
  readStory({ id: story.id, step: at });
}

/** Shows the step's place: moment, lens and page. */
function place(story: Story, at: number, step: number, page: number | null): void {
  const { view } = story.steps[at]!;
  showStoryPlace(step, {
    ...(view.lens ? { lens: view.lens } : {}),
    ...(view.select ? { page } : {}),
  });
}
