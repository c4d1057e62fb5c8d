/** The curves on a sheet. Fetched when it is opened. */
import type { Scenario } from '../../engine/index.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { TrackingCurves } from './TrackingCurves.tsx';

export default function TrackingSheet({ scenario, onClose }: { scenario: Scenario; onClose: () => void }) {
  return (
    <Sheet title="What a round costs, by tracker" open onClose={onClose}>
      <p className="muted">
        The same writes, seen by each tracker. Those that walk cost by the guest’s size; those that log cost
        by the pages written.
      </p>
      <TrackingCurves scenario={scenario} />
    </Sheet>
  );
}
