/** A text entry that takes effect when left or on Enter; what the engine refuses is said under it. */
import { useEffect, useId, useState } from 'react';

interface Props {
  readonly label: string;
  readonly unit?: string;
  readonly value: string;
  /** Why the value was refused, or null when it was taken. */
  readonly onCommit: (text: string) => string | null;
}

export function Entry({ label, unit, value, onCommit }: Props) {
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
  return (
    <div className="entry">
      <label className="label" htmlFor={id}>
        {label}
        {unit !== undefined && <span className="unit">{unit}</span>}
      </label>
      <input
        id={id}
        className="input"
        inputMode="decimal"
        value={text}
        onChange={(e) => setText(e.target.value)}
        onBlur={commit}
        onKeyDown={(e) => e.key === 'Enter' && commit()}
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
