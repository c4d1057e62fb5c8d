/** What is to happen at the step on screen: one click for what is asked most, a form for the rest. Fetched when it is opened. */
import { hex, regionOf } from '../../engine/index.ts';
import { closeSheet } from '../state/actions.ts';
import { AddFault, FaultButtons } from './AddFault.tsx';
import { useFaults } from './useFaults.ts';
import './faults.css';
import { useSession, useWatched } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { branches as words } from '../texts/source.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import { scenarioOf } from './choice.ts';

export default function BranchSheet() {
  const step = useChosen((s) => s.step);
  const choice = useChosen((s) => s.choice);
  const scenario = scenarioOf(choice);
  return (
    <Sheet title={words.sheet(sayCount(step))} open onClose={closeSheet}>
      {scenario ? <Quick scenario={scenario} /> : <p className="muted">{words.onlyScenarios}</p>}
    </Sheet>
  );
}

function Quick({ scenario }: { scenario: NonNullable<ReturnType<typeof scenarioOf>> }) {
  const info = useWatched(useSession().run);
  const page = useChosen((s) => s.page);
  const { add } = useFaults(scenario);
  const { quick } = words;
  const offers: readonly (readonly [fault: string, label: string])[] = [
    ...(page === null
      ? []
      : ([
          [`collapse=${hex(page)}+1`, quick.khugepagedPage(sayCount(regionOf(page)))],
          [`write=${hex(page)}+1`, quick.writePage(sayPage(page))],
        ] as const)),
    ['khugepaged', quick.khugepaged],
    ['max_ptes_none=0', quick.none],
    ['cut=20ms', quick.cut],
    ['fragment=0', quick.fragment],
    ['pressure', quick.pressure],
  ];
  const branch = (fault: string): string | null => {
    const refused = add(fault);
    if (refused === null) closeSheet();
    return refused;
  };
  return (
    <>
      <p>{words.intro}</p>
      <div className="fault-quick">
        <FaultButtons system={scenario.system} faults={offers} onAdd={branch} />
      </div>
      <h3>{words.more}</h3>
      {info && <AddFault info={info} system={scenario.system} onAdd={branch} />}
    </>
  );
}
