/** A drop-down list of a few options: the browser's own, which a phone shows in its own way. */
import { useId } from 'react';
import { Icon } from './Icon.tsx';

export interface Option {
  readonly id: string;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** The label stands above the list, before the value inside it, or is only spoken. */
  readonly labelled?: 'above' | 'inside' | 'hidden';
}

export function Choice({ label, options, value, onChange, labelled = 'above' }: Props) {
  const id = useId();
  return (
    <div className={`choice ${labelled}`}>
      <label className={labelled === 'hidden' ? 'spoken' : 'label'} htmlFor={id}>
        {label}
      </label>
      <select id={id} className="button" value={value} onChange={(e) => onChange(e.target.value)}>
        {/* Without it the first option would look chosen, and choosing it would say nothing. */}
        {!options.some((o) => o.id === value) && <option value={value} hidden />}
        {options.map((o) => (
          <option key={o.id} value={o.id}>
            {o.label}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </div>
  );
}
