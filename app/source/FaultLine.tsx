/** The faults as the one line that a link carries, to be edited as text; what is wrong with it is said under it. */
import { useEffect, useId, useState } from 'react';
import { faults as words } from '../texts/source.ts';

interface Props {
  readonly text: string;
  /** Returns why the line was refused. */
  readonly onCommit: (text: string) => string | null;
}

export function FaultLine({ text, onCommit }: Props) {
  const [line, setLine] = useState(text);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    setLine(text);
    setError(null);
  }, [text]);
  const commit = () => {
    if (line !== text || error !== null) setError(onCommit(line.trim()));
  };
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {words.line}
      </label>
      <textarea
        id={id}
        className="input mono"
        rows={2}
        spellCheck={false}
        placeholder={words.cutMsPostcopy}
        value={line}
        onChange={(e) => setLine(e.target.value.replace(/\n/g, ' '))}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key !== 'Enter') return;
          e.preventDefault();
          commit();
        }}
        aria-invalid={error !== null || undefined}
        aria-describedby={error === null ? undefined : `${id}e`}
      />
      {error !== null && (
        <span className="field-error" id={`${id}e`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
