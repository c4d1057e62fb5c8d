/** The faults of the scenario, each with a way to take it out again. */
import { type Fault, formatFaults } from '../../engine/index.ts';
import { seek } from '../state/actions.ts';
import { faults as texts } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { sayArgument, sayWhen } from './faultwords.ts';

interface Props {
  readonly faults: readonly Fault[];
  readonly onRemove: (fault: Fault) => void;
}

export function FaultList({ faults, onRemove }: Props) {
  if (faults.length === 0) return <p className="muted">{texts.none}</p>;
  return (
    <ul className="fault-list" aria-label={texts.faults}>
      {faults.map((fault, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two faults may be the same
        <li key={`${i} ${formatFaults([fault])}`}>
          <span>
            <code>{fault.kind}</code> {sayArgument(fault)}{' '}
            {'step' in fault.when ? <Step step={fault.when.step} words={sayWhen(fault)} /> : sayWhen(fault)}
          </span>
          <Button
            look="text"
            label={texts.removeShort}
            aria-label={texts.remove(formatFaults([fault]))}
            onClick={() => onRemove(fault)}
          />
        </li>
      ))}
    </ul>
  );
}

function Step({ step, words }: { step: number; words: string }) {
  return <Button look="text" label={words} onClick={() => seek(step)} />;
}
