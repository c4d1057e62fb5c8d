/** The answer to a question: a sentence, the rule that decides, and the chain that leads there. */
import { useEffect, useRef } from 'react';
import { bitName, type Owner, ownerOf, type QuestionId, type RunInfo } from '../../engine/index.ts';
import { sidesOf } from '../fields/Fields.tsx';
import { useAsk } from '../run/useAsk.ts';
import { closeAnswer, seek } from '../state/actions.ts';
import type { Asked } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { why as words } from '../texts/why.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { RuleLinks } from '../ui/RuleLinks.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import { Chain } from './Chain.tsx';

export function AnswerView({ info, asked }: { info: RunInfo; asked: Asked }) {
  const { run, page, host, question } = asked;
  const { data, error } = useAsk('why', { run, step: asked.step, page, host, question }, { gcTime: 60_000 });
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
  const named = sidesOf(info).length > 1 ? host : null;
  const title = titleOf(question, host, named, ownerOf(info.cast));
  return (
    <section ref={box} className="why" aria-label={title} tabIndex={-1}>
      <div className="why-head">
        <h3>{title}</h3>
        <IconButton icon="close" label={words.close} onPress={closeAnswer} />
      </div>
      <p className="muted why-place">
        {words.ofPage(sayPage(page), sayCount(asked.step))}
        {step !== asked.step && (
          <Button look="text" label={words.back(sayCount(asked.step))} onClick={() => seek(asked.step)} />
        )}
      </p>
      <p role="status" className="why-sentence">
        {data ? data.sentence : (error?.problem.message ?? words.looking)}
      </p>
      {data && data.rule !== '' && (
        <p className="why-rule muted">
          <code>{data.fn}</code>
          <RuleLinks ids={data.rule} />
        </p>
      )}
      {data && <Chain chain={data.chain} step={step} onGo={seek} />}
    </section>
  );
}

/** `named` is the host where there are two of them. */
function titleOf(question: QuestionId, host: 0 | 1, named: 0 | 1 | null, owner: Owner): string {
  switch (question) {
    case 'no-fault':
    case 'not-collapsed':
    case 'sent-again':
      return words[question];
    case 'waits':
      return words.waits[owner];
    case 'pmd':
    case 'pieces':
    case 'ept':
    case 'version':
    case 'flags':
      return words.field[question][named ?? 'alone'];
    default: {
      const bit = bitName(Number(question.slice(4)), host);
      return named === null ? words.bit(bit) : words.bitOn[named](bit);
    }
  }
}
