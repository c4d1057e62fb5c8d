/** Values that can be asked about: pressing one asks why it is so. */
import type { ReactNode } from 'react';
import type { FieldId, QuestionId } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { askWhy } from '../state/actions.ts';
import { inspector as words } from '../texts/inspector.ts';
import { why } from '../texts/why.ts';

interface AskProps {
  /** The question as it is spoken. */
  readonly label: string;
  readonly onAsk: () => void;
  readonly children: ReactNode;
}

export function Ask({ label, onAsk, children }: AskProps) {
  return (
    <button type="button" className="ask" aria-label={label} title={label} onClick={onAsk}>
      {children}
    </button>
  );
}

/** Asks about a page at the step on screen. */
export function useAskWhy() {
  const { frames, run } = useSession();
  return (page: number, host: 0 | 1, question: QuestionId) => {
    const step = frames.get()?.step;
    const info = run.get();
    if (info && step !== undefined) askWhy({ run: info.run, step, page, host, question });
  };
}

interface FieldProps {
  readonly page: number;
  readonly host: 0 | 1;
  readonly field: FieldId;
  readonly name: string;
  readonly value: string;
}

export function AskField({ page, host, field, name, value }: FieldProps) {
  const ask = useAskWhy();
  return (
    <Ask label={words.whyValue(name, value, words.hosts[host])} onAsk={() => ask(page, host, field)}>
      {value}
    </Ask>
  );
}

/** Lines of facts for each host, side under side. `what` they are about is spoken. */
export function Sides(props: {
  readonly what: string;
  readonly hosts: readonly (0 | 1)[];
  readonly children: (host: 0 | 1) => ReactNode;
}) {
  return props.hosts.map((host) => (
    <section key={host} className="context-side" aria-label={why.onSide(props.what, why.hosts[host])}>
      {props.hosts.length > 1 && <h3>{why.hosts[host]}</h3>}
      {props.children(host)}
    </section>
  ));
}
