/** The curves where the destination would be: a run that only tracks writes has none. Fetched with the first such run. */
import type { Scenario } from '../../engine/index.ts';
import { tracking as words } from '../texts/compare.ts';
import { TrackingCurves } from './TrackingCurves.tsx';

export default function TrackingPane({ scenario }: { scenario: Scenario }) {
  return (
    <section className="tracking-pane" aria-label={words.pane}>
      <TrackingCurves scenario={scenario} />
    </section>
  );
}
