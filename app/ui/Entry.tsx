/** A text entry that takes effect when it is left or on Enter; what the engine refuses is shown under it. */
import { type KeyboardEvent, useEffect, useId, useState } from 'react';

interface Props {
  readonly label: string;
  readonly unit?: string;
  readonly value: string;
  /** Returns why the text was refused, or null when it was taken. */
  readonly onCommit: (text: string) => string | null;
  /** A text of words, wrapped to so many rows; a number on one row without it. */
  readonly rows?: number;
  readonly placeholder?: string;
  /** What may be typed, under the field. What is refused takes its place. */
  readonly note?: string;
}

export function Entry({ label, unit, value, onCommit, rows, placeholder, note }: Props) {
  const [text, setText] = useState(value);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    setText(value);
    setError(null);
  }, [value]);
  const commit = () => {
    if (text !== value || error !== null) setError(onCommit(text.trim()));
  };
  const id = useId();
  const field = {
    id,
    value: text,
    placeholder,
    onChange: (e: { readonly currentTarget: { readonly value: string } }) =>
      setText(e.currentTarget.value.replace(/\n/g, ' ')),
    onBlur: commit,
    onKeyDown: (e: KeyboardEvent) => {
      if (e.key !== 'Enter') return;
      e.preventDefault();
      commit();
    },
    'aria-invalid': error !== null || undefined,
    'aria-describedby': error === null && note === undefined ? undefined : `${id}e`,
  };
  return (
    <div className="entry">
      <label className="label" htmlFor={id}>
        <span>{label}</span>
        {unit !== undefined && <span className="unit">{unit}</span>}
      </label>
      {rows === undefined ? (
        <input className="input" inputMode="decimal" {...field} />
      ) : (
        <textarea className="input mono" rows={rows} spellCheck={false} {...field} />
      )}
      {error !== null ? (
        <span className="field-error" id={`${id}e`} role="alert">
          {error}
        </span>
      ) : (
        note !== undefined && (
          <span className="entry-note muted" id={`${id}e`}>
            {note}
          </span>
        )
      )}
    </div>
  );
}
