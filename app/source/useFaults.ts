/** The faults of the scenario on screen, and how to change them. */
import { type Fault, formatFaults, parseFaults, type Scenario } from '../../engine/index.ts';
import { setPlaying } from '../state/actions.ts';
import { HERE } from '../state/fields.ts';
import { useTurn } from './useTurn.ts';

export interface Faults {
  readonly faults: readonly Fault[];
  /** Each returns why it was refused, or null. */
  set(text: string): string | null;
  add(text: string): string | null;
  remove(fault: Fault): void;
}

export function useFaults(scenario: Scenario): Faults {
  const turn = useTurn();
  const read = parseFaults(scenario.faults);
  const faults = read.ok ? read.value : [];
  // Up to where a fault is injected the run stays as it was: so does the step on screen.
  const set = (text: string) => {
    setPlaying(false);
    return turn({ faults: text }, HERE)?.message ?? null;
  };
  return {
    faults,
    set,
    add(text) {
      const added = parseFaults(text);
      return added.ok ? set(formatFaults([...faults, ...added.value])) : added.problem.message;
    },
    remove: (gone) => void set(formatFaults(faults.filter((fault) => fault !== gone))),
  };
}
