/** What logs of calls give together: a run like that of a recording, which is shown once by itself. */
import { useEffect } from 'react';
import type { LogsRead } from '../../engine/index.ts';
import { titleOf } from '../source/choice.ts';
import { choose } from '../state/actions.ts';
import type { Choice, Logs } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { logs as words } from '../texts/logs.ts';
import { Button } from '../ui/Button.tsx';

/** `opened` of the newest logs whose run was shown. */
let shown = 0;

interface Props {
  readonly timeline: LogsRead['timeline'];
  readonly logs: Logs;
  /** Some of the files are logs. */
  readonly placed: boolean;
}

export function Timeline({ timeline: { text, how, memory, lost }, logs, placed }: Props) {
  const choice = useChosen((s) => s.choice);
  const [first, ...others] = logs.files.map((file) => file.name);
  const name = others.length > 0 ? words.together(first!, others.length) : first!;
  const opened = `logs ${logs.opened}`;
  const own: Choice | null = text === null ? null : { kind: 'file', name, text, opened };
  const isShown = choice.kind === 'file' && choice.opened === opened;
  useEffect(() => {
    if (!own || logs.opened <= shown) return;
    shown = logs.opened;
    choose(own);
  });
  if (!placed) return null;
  return (
    <div className="logs-timeline">
      {memory !== null && <p>{memory}</p>}
      {!isShown && <p className="muted">{words.apart(titleOf(choice))}</p>}
      {!isShown && own && <Button look="outlined" label={words.show} onClick={() => choose(own)} />}
      {own && how.length > 1 && (
        <ul className="diagnosis-reasons">
          {how.map((sentence, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once and never changes
            <li key={i}>
              <span className="muted">{logs.files[i]?.name}</span> {sentence}
            </li>
          ))}
        </ul>
      )}
      {lost.length > 0 && (
        <details className="log-skipped">
          <summary>{words.missing}</summary>
          <ul className="diagnosis-reasons">
            {lost.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
