/** One hazard, looked at: where it begins, the chain of its causes, and its remedy. Fetched with the first one opened. */
import type { Hazard } from '../../engine/index.ts';
import { scenarioOf } from '../source/choice.ts';
import { sayTurned } from '../source/knobs.ts';
import { useTurn } from '../source/useTurn.ts';
import { inspectPage, reportProblems, seek } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { hazards as words } from '../texts/why.ts';
import { Button } from '../ui/Button.tsx';
import { RuleLinks } from '../ui/RuleLinks.tsx';
import { sayPage } from '../ui/say.ts';
import { Chain } from './Chain.tsx';
import './hazards.css';

export default function HazardDetails({ hazard }: { hazard: Hazard }) {
  const { id, step, pages, firstPages, chain, remedy, fix } = hazard;
  const [page] = firstPages;
  const goTo = (at: number) => {
    seek(at);
    if (page !== undefined) inspectPage(page);
  };
  return (
    <div className="hazard">
      {page !== undefined && <p>{words.concerns(pages, sayPage(page))}</p>}
      <div className="hazard-begin">
        <Button look="text" label={words.first(step)} onClick={() => goTo(step)} />
        <RuleLinks ids={id} />
      </div>
      <Chain chain={chain} onGo={goTo} />
      <p>
        <span className="muted">{words.remedy}</span> {remedy}
      </p>
      {fix && <Fix fix={fix} />}
    </div>
  );
}

/** Sets the knobs that remove it and keeps all others: the list of what changed has the way back. */
function Fix({ fix }: { fix: NonNullable<Hazard['fix']> }) {
  const turn = useTurn();
  const choice = useChosen((s) => s.choice);
  if (choice.kind !== 'preset') return null;
  const scenario = scenarioOf(choice);
  return (
    <p className="hazard-fix">
      <Button
        label={words.apply}
        onClick={() => {
          const problem = turn(fix);
          if (problem) reportProblems(problem);
        }}
      />
      <span className="muted">{scenario && sayTurned(fix, scenario)}</span>
    </p>
  );
}
