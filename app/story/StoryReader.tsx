/** One step of a story: its text, its place on the timeline, and the way on. The timeline stays the reader's: whoever wanders
 *  off, or turns knobs, is offered the way back. */
import { useEffect, useRef, useState } from 'react';
import { LONGEST, type RunInfo, type Story, seedOf } from '../../engine/index.ts';
import { emphasize, readStory, setStudent, showStoryPlace, showStoryRun } from '../state/actions.ts';
import type { Answers } from '../state/answers.ts';
import { sameChoice } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { story as words } from '../texts/story.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { choiceOf } from './answer.ts';
import { Score } from './Score.tsx';
import { StoryQuestion } from './StoryQuestion.tsx';
import { type ShownStep, useGrades, useStoryStep } from './useStory.ts';

const NONE: Answers = {};

export function StoryReader({ story, at, info }: { story: Story; at: number; info: RunInfo | null }) {
  const step = story.steps[at]!;
  const described = useStoryStep(story, at, info);
  const answers = useChosen((s) => s.answers[story.id] ?? NONE);
  const grades = useGrades(story, answers, info);
  const heading = useRef<HTMLHeadingElement>(null);
  useShown(story, at, described, info);
  const { light } = step.view;
  useEffect(() => {
    emphasize(light);
    return () => emphasize([]);
  }, [light]);
  useEffect(() => {
    scrollerOf(heading.current)?.scrollTo(0, 0);
    if (at > 0) heading.current?.focus({ preventScroll: true });
  }, [at]);
  return (
    <article className="story" aria-label={story.title}>
      <div className="story-bar">
        <Button look="text" label={words.allStories} onClick={() => readStory(null)} />
        <span className="muted">{story.title}</span>
      </div>
      <progress max={story.steps.length} value={at + 1} aria-label={words.progress} />
      <h1 ref={heading} tabIndex={-1}>
        {step.title}
      </h1>
      {story.seeded && <Student />}
      {step.mail && (
        <figure className="story-mail">
          <blockquote>{step.mail}</blockquote>
          <figcaption>{words.fromMail}</figcaption>
        </figure>
      )}
      <div className="story-text" aria-busy={described === null}>
        {(described?.text ?? []).map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one step keep their order
          <p key={`${at} ${i}`}>
            <Marked text={text} />
          </p>
        ))}
        {described === null && <p className="muted">{words.running}</p>}
      </div>
      {step.question && described && (
        <StoryQuestion
          key={at}
          story={story}
          at={at}
          question={step.question}
          info={info}
          given={answers[at] ?? null}
          grade={grades.get(at)}
        />
      )}
      <Score story={story} at={at} answers={answers} grades={grades} />
      <nav className="story-nav" aria-label={words.steps}>
        <Button label={words.back} disabled={at === 0} onClick={() => turnTo(story, at - 1)} />
        <div>
          <span className="muted">{words.at(at + 1, story.steps.length)}</span>
          <WayBack story={story} at={at} described={described} />
        </div>
        {at < story.steps.length - 1 ? (
          <Button look="primary" label={words.next} onClick={() => turnTo(story, at + 1)} />
        ) : story.next ? (
          <ReadOn {...story.next} />
        ) : (
          <Button look="primary" label={words.finish} onClick={() => readStory(null)} />
        )}
      </nav>
    </article>
  );
}

/** Shows the run and then the place of a step that was just turned to. Afterwards the reader goes where they like. */
function useShown(story: Story, at: number, described: ShownStep | null, info: RunInfo | null): void {
  const turning = useChosen((s) => s.turning);
  const student = useChosen((s) => s.student);
  const choice = useChosen((s) => s.choice);
  useEffect(() => {
    if (!turning) return;
    const wanted = choiceOf(story, at, student);
    if (!sameChoice(wanted, choice)) views.quietly(() => showStoryRun(wanted));
    else if (described && info) views.quietly(() => place(story, at, described));
  }, [turning, story, at, student, choice, described, info]);
}

/** The way back for a reader who is elsewhere. */
function WayBack({ story, at, described }: { story: Story; at: number; described: ShownStep | null }) {
  const choice = useChosen((s) => s.choice);
  const student = useChosen((s) => s.student);
  const here = useChosen((s) => s.step);
  const turning = useChosen((s) => s.turning);
  const wanted = choiceOf(story, at, student);
  if (!described || turning) return null;
  if (!sameChoice(wanted, choice))
    return <Button look="text" label={words.backToRun} onClick={() => showStoryRun(wanted)} />;
  if (here === described.step) return null;
  return <Button look="text" label={words.backToPlace} onClick={() => place(story, at, described)} />;
}

/** The way from the end of a story to the one that goes on. */
const ReadOn = ({ id, title }: { id: string; title: string }) => (
  <Button look="primary" label={words.readOn(title)} onClick={() => readStory({ id, step: 0 })} />
);

/** Whose guest it is: another name, another guest. */
function Student() {
  const student = useChosen((s) => s.student);
  const [name, setName] = useState(student ?? '');
  const take = () => {
    if (name.trim() !== (student ?? '')) setStudent(name.trim() || null);
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
          maxLength={LONGEST.student}
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
function place(story: Story, at: number, { step, page }: ShownStep): void {
  const { view } = story.steps[at]!;
  showStoryPlace(step, {
    ...(view.lens ? { lens: view.lens } : {}),
    ...(view.select ? { page } : {}),
  });
}

/** What scrolls the story: the rail, or a sheet. */
function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let el = element?.parentElement; el; el = el.parentElement)
    if (/auto|scroll/.test(getComputedStyle(el).overflowY)) return el;
  return null;
}
