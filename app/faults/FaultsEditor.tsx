/** What goes wrong in the scenario, and when: quick faults at the step on screen, the list, a form, and the line that a link
 *  carries. Fetched when it is opened. */
import { type Fault, formatFaults, parseFaults, type Scenario } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { store } from '../state/store.ts';
import { AddFault } from './AddFault.tsx';
import { FaultLine } from './FaultLine.tsx';
import { FaultList } from './FaultList.tsx';
import { QuickFaults } from './QuickFaults.tsx';
import './faults.css';

interface Props {
  readonly scenario: Scenario;
  /** Sets knobs of the scenario; returns why the engine refuses. */
  readonly onTurn: (
    values: { faults: string },
    arrival: { at: 'step'; step: number },
  ) => { readonly message: string } | null;
}

export default function FaultsEditor({ scenario, onTurn }: Props) {
  const { run } = useSession();
  const info = useWatched(run);
  const read = parseFaults(scenario.faults);
  const faults = read.ok ? read.value : [];
  // Up to where a fault strikes the run stays as it was: so does the step on screen.
  const set = (text: string) => {
    store.setState({ playing: false });
    return onTurn({ faults: text }, { at: 'step', step: store.getState().step })?.message ?? null;
  };
  const add = (text: string) => {
    const added = parseFaults(text);
    return added.ok ? set(formatFaults([...faults, ...added.value])) : added.problem.message;
  };
  const remove = (gone: Fault) => set(formatFaults(faults.filter((fault) => fault !== gone)));
  return (
    <div className="faults">
      <FaultList faults={faults} onRemove={remove} />
      <QuickFaults system={scenario.system} onAdd={add} />
      {info && <AddFault info={info} system={scenario.system} onAdd={add} />}
      <FaultLine text={scenario.faults} onCommit={set} />
    </div>
  );
}
