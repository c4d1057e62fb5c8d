/** A question that is answered on the picture: pages and regions by selecting them, knobs by turning them. */
import { type ReactNode, useState } from 'react';
import {
  type Question,
  type RunInfo,
  readKnob,
  regionOf,
  type Story,
  type StoryAnswer,
} from '../../engine/index.ts';
import { scenarioOf } from '../source/choice.ts';
import { KnobField } from '../source/KnobField.tsx';
import { knobAt } from '../source/knobs.ts';
import { useTurn } from '../source/useTurn.ts';
import { setAnswer, showStoryRun } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { story as words } from '../texts/story.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import {
  choiceOf,
  choiceOfAnswer,
  sayAnswer,
  sayKnobs,
  turnedFrom,
  writeAnswer,
  writeKnobs,
} from './answer.ts';
import type { Grade } from './useStory.ts';

interface Props {
  readonly story: Story;
  /** Step of the story, from 0. */
  readonly at: number;
  readonly question: Question;
  /** The run on screen; null while it is made. */
  readonly info: RunInfo | null;
  /** The answer that was given, as links hold it. */
  readonly given: string | null;
  /** Its grade: undefined until there is one, null for what is no answer to this question. */
  readonly grade: Grade | null | undefined;
}

export function StoryQuestion(props: Props) {
  const { story, at, question, given, grade } = props;
  const student = useChosen((s) => s.student);
  return (
    <section className="story-question" aria-label={words.question}>
      <h2>{words.tryIt}</h2>
      <p className="story-ask">
        <Marked text={question.ask} />
      </p>
      <Field {...props} onAnswer={(text) => views.quietly(() => setAnswer(text))} />
      <div role="status">
        {given !== null && (
          <p className="muted">
            {words.yourAnswerIs(sayAnswer(question, given, choiceOfAnswer(story, at, student, given)))}
          </p>
        )}
        {given !== null && grade !== undefined && (
          <p className={grade?.right ? 'ok' : 'bad'}>
            <strong>{grade?.right ? words.right : words.notYet}</strong>{' '}
            <Marked text={grade?.right ? question.right : question.wrong} />
          </p>
        )}
        {given !== null && grade && grade.because !== '' && (
          <p className="muted">{words.here(grade.because)}</p>
        )}
      </div>
    </section>
  );
}

interface FieldProps extends Props {
  /** Takes an answer as links hold it. */
  readonly onAnswer: (text: string) => void;
}

function Field(props: FieldProps) {
  const { question, given } = props;
  const onAnswer = (answer: StoryAnswer) => props.onAnswer(writeAnswer(answer));
  switch (question.kind) {
    case 'pages':
      return <PagesField some={question.some} given={given} onAnswer={onAnswer} />;
    case 'region':
      return <RegionField onAnswer={onAnswer} />;
    case 'knob':
      return <KnobAnswer {...props} knobs={question.knobs} />;
    case 'number':
      return <NumberField given={given} onAnswer={onAnswer} />;
    case 'choice':
      return <ChoiceField options={question.options} given={given} onAnswer={onAnswer} />;
  }
}

interface AnswerProps {
  readonly given: string | null;
  readonly onAnswer: (answer: StoryAnswer) => void;
}

function PagesField({ some, given, onAnswer }: AnswerProps & { some: number }) {
  const selected = useChosen((s) => s.page);
  const [pages, setPages] = useState<readonly number[]>(() =>
    some > 1 && given
      ? given
          .slice(1)
          .split('.')
          .map((page) => Number.parseInt(page, 16))
      : [],
  );
  const asked = some === 1 && selected !== null ? [selected] : pages;
  return (
    <>
      <p className="muted">{selected === null ? words.clickPage : words.selectedPage(sayPage(selected))}</p>
      {some > 1 && (
        <p className="muted">
          {pages.length === 0 ? words.noneYet : words.pagesTaken(words.list(pages.map(sayPage)))}
        </p>
      )}
      <div className="story-bar">
        {some > 1 && (
          <Button
            label={words.takeThisPage}
            disabled={selected === null || pages.includes(selected)}
            onClick={() => selected !== null && setPages([...pages, selected])}
          />
        )}
        <Check disabled={asked.length === 0} onCheck={() => onAnswer({ pages: asked.slice(0, 16) })} />
        {pages.length > 0 && <Button look="text" label={words.startOver} onClick={() => setPages([])} />}
      </div>
    </>
  );
}

function RegionField({ onAnswer }: Pick<AnswerProps, 'onAnswer'>) {
  const selected = useChosen((s) => s.page);
  return (
    <>
      <p className="muted">
        {selected === null ? words.clickRegion : words.selectedRegion(regionOf(selected))}
      </p>
      <Check
        disabled={selected === null}
        onCheck={() => selected !== null && onAnswer({ region: regionOf(selected) })}
      />
    </>
  );
}

/** The knobs that the question names, here and under Scenario: the run that they make is the answer. */
function KnobAnswer({ story, at, info, knobs, onAnswer }: FieldProps & { knobs: readonly string[] }) {
  const choice = useChosen((s) => s.choice);
  const student = useChosen((s) => s.student);
  const turn = useTurn();
  const base = choiceOf(story, at, student);
  const turned = turnedFrom(base, choice, knobs);
  const [scenario, from] = [scenarioOf(choice), scenarioOf(base)];
  if (!turned || !scenario || !from)
    return (
      <>
        <p className="muted">{words.otherRun}</p>
        <Button label={words.backToRun} onClick={() => showStoryRun(base)} />
      </>
    );
  const asked = Object.keys(turned.asked);
  return (
    <>
      <div className="story-knobs">
        {knobs.map((path) => {
          const knob = knobAt(path, scenario);
          return knob ? (
            <KnobField
              key={path}
              knob={knob}
              value={readKnob(scenario, path)}
              changed={asked.includes(path)}
              hint={undefined}
              explained={false}
              onTurn={(value) => turn({ [path]: value })?.message ?? null}
            />
          ) : null;
        })}
      </div>
      <p className="muted">
        {turned.others.length > 0
          ? words.otherKnobs(sayKnobs(choice, turned.others))
          : asked.length === 0
            ? words.turn
            : info === null
              ? words.running
              : words.yourRun(sayKnobs(choice, asked), sayCount(info.verdict.lostPages))}
      </p>
      <Check
        disabled={asked.length === 0 || turned.others.length > 0 || info === null}
        onCheck={() => onAnswer(writeKnobs(turned.asked))}
      />
    </>
  );
}

function NumberField({ given, onAnswer }: AnswerProps) {
  const [text, setText] = useState(given?.slice(1) ?? '');
  return (
    <form
      className="story-bar"
      onSubmit={(e) => {
        e.preventDefault();
        onAnswer({ number: text });
      }}
    >
      <input
        className="input"
        type="text"
        inputMode="numeric"
        aria-label={words.yourAnswer}
        maxLength={30}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Button label={words.check} submit disabled={text.replace(/!/g, '').trim() === ''} />
    </form>
  );
}

function ChoiceField({ options, given, onAnswer }: AnswerProps & { options: readonly string[] }) {
  const [picked, setPicked] = useState<number | null>(given ? Number(given.slice(1)) : null);
  return (
    <>
      <fieldset className="story-options">
        <legend className="spoken">{words.answers}</legend>
        {options.map((option, i) => (
          <label key={option}>
            <input type="radio" name="story-answer" checked={picked === i} onChange={() => setPicked(i)} />
            <span>{option}</span>
          </label>
        ))}
      </fieldset>
      <Check disabled={picked === null} onCheck={() => picked !== null && onAnswer({ option: picked })} />
    </>
  );
}

function Check({ disabled, onCheck }: { disabled: boolean; onCheck: () => void }): ReactNode {
  return <Button label={words.check} disabled={disabled} onClick={onCheck} />;
}
