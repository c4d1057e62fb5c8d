/** Radio buttons in one frame: a segmented control. */
import { useId } from 'react';

export function Segments<T extends string | number>(props: {
  readonly legend: string;
  /** The legend is seen, not only spoken. */
  readonly labelled?: boolean;
  readonly options: readonly { readonly id: T; readonly label: string }[];
  readonly value: T;
  readonly onPick: (id: T) => void;
  readonly className?: string;
}) {
  const { legend, labelled = false, options, value, onPick, className = '' } = props;
  const name = useId();
  return (
    <fieldset className={`segments ${className}`}>
      <legend className={labelled ? 'label' : 'spoken'}>{legend}</legend>
      {options.map(({ id, label }) => (
        <label key={id}>
          <input type="radio" name={name} checked={id === value} onChange={() => onPick(id)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
