/** Faults that strike at the step on screen, one click each. */
import type { Cast, FaultKind } from '../../engine/index.ts';
import { store } from '../state/store.ts';
import { kindsIn } from './words.ts';

const QUICK: readonly (readonly [kind: FaultKind, fault: string, label: string])[] = [
  ['khugepaged', 'khugepaged', 'khugepaged scans now'],
  ['cut', 'cut=20ms', 'Cut the network here for 20 ms'],
  ['fragment', 'fragment=0', 'No free huge page from here'],
  ['pressure', 'pressure', 'Memory pressure here'],
];

export function QuickFaults({ system, onAdd }: { system: Cast; onAdd: (text: string) => void }) {
  const kinds = kindsIn(system);
  return (
    <fieldset className="fault-quick">
      <legend className="label">At the step on screen</legend>
      {QUICK.filter(([kind]) => kinds.includes(kind)).map(([kind, fault, label]) => (
        <button
          key={kind}
          type="button"
          className="button"
          onClick={() => onAdd(`${fault}@#${store.getState().step}`)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
