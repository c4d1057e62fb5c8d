/** A question that is answered on the picture: pages and regions by selecting them, knobs by turning them. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { type Answer, type Question, type RunInfo, regionOf, type StoryAnswer } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { reportProblems, setAnswer } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { story as words } from '../texts/story.ts';
import { Button } from '../ui/Button.tsx';
import { sayPage } from '../ui/say.ts';

interface Props {
  readonly question: Question;
  /** The step that the question is about. */
  readonly step: number;
  readonly info: RunInfo;
}

export function StoryQuestion({ question, step, info }: Props) {
  const { engine } = useSession();
  const given = useChosen((s) => s.answer);
  const [marked, setMarked] = useState<Answer<'grade'> | null>(null);
  const check = useCallback(
    async (answer: StoryAnswer) => {
      const result = await engine.ask('grade', { run: info.run, step, question, answer });
      if (result.ok) setMarked(result.value);
      else reportProblems(result.problem);
    },
    [engine, info, question, step],
  );
  // The answer of a link is marked as one that is given here; one of another run is not.
  useEffect(() => {
    if (given !== null) void check(readAnswer(given, info));
  }, [given, info, check]);
  const answer = (next: StoryAnswer) => {
    const text = writeAnswer(next);
    if (text === given) void check(next);
    else views.quietly(() => setAnswer(text));
  };
  return (
    <section className="story-question" aria-label={words.question}>
      <h2>{words.tryIt}</h2>
      <p>{question.ask}</p>
      <Field question={question} info={info} onAnswer={answer} />
      <div role="status">
        {given !== null && marked && (
          <p className={marked.right ? 'ok' : 'bad'}>
            <strong>{marked.right ? words.right : words.notYet}</strong>{' '}
            {marked.right ? question.right : question.wrong}
            {marked.because !== '' && words.here(marked.because)}
          </p>
        )}
      </div>
    </section>
  );
}

interface FieldProps {
  readonly question: Question;
  readonly info: RunInfo;
  readonly onAnswer: (answer: StoryAnswer) => void;
}

function Field(props: FieldProps) {
  switch (props.question.kind) {
    case 'pages':
      return <PagesField {...props} some={props.question.some} />;
    case 'region':
      return <RegionField {...props} />;
    case 'knob':
      return <KnobAnswer {...props} knobs={props.question.knobs} />;
    case 'number':
      return <NumberField {...props} />;
    case 'choice':
      return <ChoiceField {...props} options={props.question.options} />;
  }
}

function PagesField({ some, onAnswer }: FieldProps & { some: number }) {
  const selected = useChosen((s) => s.page);
  const [pages, setPages] = useState<readonly number[]>([]);
  const asked = some === 1 && selected !== null ? [selected] : pages;
  return (
    <>
      <p className="muted">
        {selected === null ? words.clickPage : words.selectedPage(sayPage(selected))}
        {some > 1 && words.taken(pages.map(sayPage).join(', ') || words.noneYet)}
      </p>
      <div className="story-bar">
        {some > 1 && (
          <Button
            label={words.takeThisPage}
            disabled={selected === null || pages.includes(selected)}
            onClick={() => selected !== null && setPages([...pages, selected])}
          />
        )}
        <Check disabled={asked.length === 0} onCheck={() => onAnswer({ pages: asked })} />
        {pages.length > 0 && <Button look="text" label={words.startOver} onClick={() => setPages([])} />}
      </div>
    </>
  );
}

function RegionField({ onAnswer }: FieldProps) {
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

function KnobAnswer({ info, knobs, onAnswer }: FieldProps & { knobs: readonly string[] }) {
  return (
    <>
      <p className="muted">{words.turn(knobs)}</p>
      <Check disabled={false} onCheck={() => onAnswer(outcomeOf(info))} />
    </>
  );
}

function NumberField({ onAnswer }: FieldProps) {
  const [text, setText] = useState('');
  return (
    <form
      className="story-bar"
      onSubmit={(e) => {
        e.preventDefault();
        onAnswer({ number: text });
      }}
    >
      <input
        type="text"
        aria-label={words.yourAnswer}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Button label={words.check} submit disabled={text.trim() === ''} />
    </form>
  );
}

function ChoiceField({ options, onAnswer }: FieldProps & { options: readonly string[] }) {
  const [picked, setPicked] = useState<number | null>(null);
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

/** An answer as links hold it: `p1a47.1a48` pages, `r13` a region, `o2` an option, `n42` a number, `k` knobs that were turned. */
function writeAnswer(answer: StoryAnswer): string {
  if ('pages' in answer) return `p${answer.pages.map((page) => page.toString(16)).join('.')}`;
  if ('region' in answer) return `r${answer.region}`;
  if ('option' in answer) return `o${answer.option}`;
  return 'number' in answer ? `n${answer.number}` : 'k';
}

/** What knobs made of the run is read from it. */
function readAnswer(text: string, info: RunInfo): StoryAnswer {
  const rest = text.slice(1);
  if (text[0] === 'p') return { pages: rest.split('.').map((page) => Number.parseInt(page, 16)) };
  if (text[0] === 'r') return { region: Number(rest) };
  if (text[0] === 'o') return { option: Number(rest) };
  if (text[0] === 'n') return { number: rest };
  return outcomeOf(info);
}

const outcomeOf = ({ verdict, counters }: RunInfo): StoryAnswer => ({
  verdict,
  thrownAway: counters['thp.thrownAway'] ?? 0,
});
