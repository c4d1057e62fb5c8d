/** Faults that strike at the step on screen, one click each. */
import type { Cast, FaultKind } from '../../engine/index.ts';
import { store } from '../state/store.ts';
import { faults as texts } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { kindsIn } from './faultwords.ts';

const QUICK: readonly (readonly [kind: FaultKind, fault: string, label: string])[] = [
  ['khugepaged', 'khugepaged', texts.khugepaged],
  ['cut', 'cut=20ms', texts.cut],
  ['fragment', 'fragment=0', texts.fragmented],
  ['pressure', 'pressure', texts.pressure],
];

export function QuickFaults({ system, onAdd }: { system: Cast; onAdd: (text: string) => void }) {
  const kinds = kindsIn(system);
  return (
    <fieldset className="fault-quick">
      <legend className="label">{texts.quick}</legend>
      {QUICK.filter(([kind]) => kinds.includes(kind)).map(([kind, fault, label]) => (
        <Button label={label} key={kind} onClick={() => onAdd(`${fault}@#${store.getState().step}`)} />
      ))}
    </fieldset>
  );
}
