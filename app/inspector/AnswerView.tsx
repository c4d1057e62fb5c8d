/** The answer to a question: a sentence, the rule that decides, and the chain that leads there. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { BIT_NAMES, type QuestionId, type RunInfo, type WhyAnswer } from '../../engine/index.ts';
import { sidesOf } from '../fields/Fields.tsx';
import { RunProblem } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { closeAnswer, seek } from '../state/actions.ts';
import type { Asked } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { why as words } from '../texts/inspector.ts';
import { inWordsOf } from '../ui/cast.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import { Chain } from './Chain.tsx';

export function AnswerView({ info, asked }: { info: RunInfo; asked: Asked }) {
  const { data, error } = useAnswer(asked);
  const step = useChosen((s) => s.step);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const el = box.current;
    if (asked.focus) el?.focus();
    el?.scrollIntoView({ block: 'nearest' });
  }, [asked.focus]);
  // The chain is longer than the line that was there while it was looked for.
  useEffect(() => {
    if (data) box.current?.scrollIntoView({ block: 'nearest' });
  }, [data]);
  const { page, host, question } = asked;
  const onHost = sidesOf(info).length > 1 ? ` ${words.onHost[host]}` : '';
  const title = inWordsOf(info.cast, titleOf(question, host, onHost));
  return (
    <section ref={box} className="why" aria-label={title} tabIndex={-1}>
      <div className="why-head">
        <h3>{title}</h3>
        <IconButton icon="close" label={words.close} onPress={closeAnswer} />
      </div>
      <p className="muted why-place">
        {words.ofPage(sayPage(page), sayCount(asked.step))}
        {step !== asked.step && (
          <button type="button" className="button text" onClick={() => seek(asked.step)}>
            {words.back(sayCount(asked.step))}
          </button>
        )}
      </p>
      <p role="status" className="why-sentence">
        {data ? inWordsOf(info.cast, data.sentence) : (error?.problem.message ?? words.looking)}
      </p>
      {data && data.rule !== '' && (
        <p className="muted">
          <code>{data.fn}</code> · {words.facts(data.rule)}
        </p>
      )}
      {data && <Chain chain={data.chain} step={step} onGo={seek} />}
    </section>
  );
}

function titleOf(question: QuestionId, host: 0 | 1, onHost: string): string {
  switch (question) {
    case 'no-fault':
    case 'not-collapsed':
    case 'sent-again':
    case 'waits':
      return words[question];
    case 'pmd':
    case 'pieces':
    case 'ept':
    case 'version':
    case 'flags':
      return words.field[question](onHost);
    default:
      return words.bitAsked(BIT_NAMES[Number(question.slice(4))]?.[host] ?? question, onHost);
  }
}

function useAnswer({ run, step, page, host, question }: Asked) {
  const { engine } = useSession();
  return useQuery<WhyAnswer, RunProblem>({
    queryKey: ['why', engine.state.get().generation, run, step, page, host, question],
    gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const answer = await engine.ask('why', { run, step, page, host, question }, { signal });
      if (!answer.ok) throw new RunProblem(answer.problem);
      return answer.value;
    },
  });
}
