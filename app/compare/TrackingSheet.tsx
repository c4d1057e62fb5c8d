/** The curves on a sheet. Fetched when it is opened. */
import type { Scenario } from '../../engine/index.ts';
import { tracking as words } from '../texts/compare.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { TrackingCurves } from './TrackingCurves.tsx';

export default function TrackingSheet({ scenario, onClose }: { scenario: Scenario; onClose: () => void }) {
  return (
    <Sheet title={words.title} open onClose={onClose}>
      <p className="muted">{words.about}</p>
      <TrackingCurves scenario={scenario} />
    </Sheet>
  );
}
