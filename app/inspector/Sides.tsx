/** Lines of facts for each host, side under side; and how a value of one of them asks why it is so. */
import type { ReactNode } from 'react';
import type { FieldId, RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { askWhy } from '../state/actions.ts';
import { why as words } from '../texts/inspector.ts';
import { Ask } from './Ask.tsx';

interface Props {
  /** What the lines are about. */
  readonly what: string;
  readonly hosts: readonly (0 | 1)[];
  readonly children: (host: 0 | 1) => ReactNode;
}

export function Sides({ what, hosts, children }: Props) {
  return hosts.map((host) => (
    <section key={host} className="around-side" aria-label={words.onSide(what, words.hosts[host])}>
      {hosts.length > 1 && <h3>{words.hosts[host]}</h3>}
      {children(host)}
    </section>
  ));
}

interface AskProps {
  readonly info: RunInfo;
  readonly page: number;
  readonly host: 0 | 1;
  readonly field: FieldId;
  readonly name: string;
  readonly value: string;
}

export function AskField({ info, page, host, field, name, value }: AskProps) {
  const { frames } = useSession();
  return (
    <Ask
      what={`${name} ${value}, ${words.hosts[host]}`}
      onAsk={() => {
        const step = frames.get()?.step;
        if (step !== undefined) askWhy({ run: info.run, step, page, host, question: field });
      }}
    >
      {value}
    </Ask>
  );
}
