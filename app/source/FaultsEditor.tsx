/** What goes wrong in the scenario, and when: a list, quick faults at the step on screen, a form, and the line that a link
 *  carries. Fetched when it is opened. */
import { type Fault, formatFaults, type Scenario } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { seek } from '../state/actions.ts';
import { faults as words } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { Entry } from '../ui/Entry.tsx';
import { AddFault, FaultButtons } from './AddFault.tsx';
import { sayArgument, sayWhen } from './faultwords.ts';
import { useFaults } from './useFaults.ts';
import './faults.css';

const QUICK = [
  ['khugepaged', words.khugepaged],
  ['cut=20ms', words.cut],
  ['fragment=0', words.fragmented],
  ['pressure', words.pressure],
] as const;

export default function FaultsEditor({ scenario }: { scenario: Scenario }) {
  const info = useWatched(useSession().run);
  const { faults, set, add, remove } = useFaults(scenario);
  return (
    <div className="faults">
      <FaultList faults={faults} onRemove={remove} />
      <fieldset className="fault-quick">
        <legend className="label">{words.quick}</legend>
        <FaultButtons system={scenario.system} faults={QUICK} onAdd={add} />
      </fieldset>
      {info && <AddFault info={info} system={scenario.system} onAdd={add} />}
      <Entry
        label={words.line}
        value={scenario.faults}
        onCommit={set}
        rows={2}
        placeholder={words.cutMsPostcopy}
      />
    </div>
  );
}

interface ListProps {
  readonly faults: readonly Fault[];
  readonly onRemove: (fault: Fault) => void;
}

/** Each with a way to take it out again. */
function FaultList({ faults, onRemove }: ListProps) {
  if (faults.length === 0) return <p className="muted">{words.none}</p>;
  return (
    <ul className="fault-list" aria-label={words.faults}>
      {faults.map((fault, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two faults may be the same
        <li key={`${i} ${formatFaults([fault])}`}>
          <span>
            <code>{fault.kind}</code> {sayArgument(fault)}{' '}
            {'step' in fault.when ? <Step step={fault.when.step} label={sayWhen(fault)} /> : sayWhen(fault)}
          </span>
          <Button
            look="text"
            label={words.removeShort}
            aria-label={words.remove(formatFaults([fault]))}
            onClick={() => onRemove(fault)}
          />
        </li>
      ))}
    </ul>
  );
}

function Step({ step, label }: { step: number; label: string }) {
  return <Button look="text" label={label} onClick={() => seek(step)} />;
}
