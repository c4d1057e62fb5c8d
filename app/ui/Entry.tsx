/** A text entry that takes effect when left or on Enter; what the engine refuses is said under it. */
import { useEffect, useState } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';

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
  return (
    <TextField className="entry" value={text} onChange={setText} isInvalid={error !== null} onBlur={commit}>
      <Label className="label">
        {label}
        {unit !== undefined && <span className="unit">{unit}</span>}
      </Label>
      <Input className="input" inputMode="decimal" onKeyDown={(e) => e.key === 'Enter' && commit()} />
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
