/** One yes or no. */
import { Checkbox } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Tick({ label, checked, onChange }: Props) {
  return (
    <Checkbox className="tick" isSelected={checked} onChange={onChange}>
      <span className="tick-box" aria-hidden="true">
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d="M2 6.500l2.800 2.800L10 3.500" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </span>
      <span>{label}</span>
    </Checkbox>
  );
}
