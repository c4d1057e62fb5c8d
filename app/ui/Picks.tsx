/** Radio buttons in one frame. */
import { useId } from 'react';

export function Picks<T extends string | number>(props: {
  readonly legend: string;
  /** The legend is seen, not only spoken. */
  readonly labelled?: boolean;
  readonly options: readonly { readonly id: T; readonly label: string }[];
  readonly value: T;
  readonly onPick: (id: T) => void;
}) {
  const { legend, labelled = false, options, value, onPick } = props;
  const name = useId();
  return (
    <fieldset className="segments">
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
