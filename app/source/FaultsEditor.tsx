/** What goes wrong in the scenario, and when: quick faults at the step on screen, the list, a form, and the line that a link
 *  carries. Fetched when it is opened. */
import type { Scenario } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { faults as words } from '../texts/source.ts';
import { Entry } from '../ui/Entry.tsx';
import { AddFault } from './AddFault.tsx';
import { FaultList } from './FaultList.tsx';
import { QuickFaults } from './QuickFaults.tsx';
import './faults.css';
import { useFaults } from './useFaults.ts';

export default function FaultsEditor({ scenario }: { scenario: Scenario }) {
  const { run } = useSession();
  const info = useWatched(run);
  const { faults, set, add, remove } = useFaults(scenario);
  return (
    <div className="faults">
      <FaultList faults={faults} onRemove={remove} />
      <QuickFaults system={scenario.system} onAdd={add} />
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
