/** The way to the curves that compare trackers, which are fetched when they are looked at. */
import { lazy, Suspense, useState } from 'react';
import type { Scenario } from '../../engine/index.ts';
import { scenario as words } from '../texts/source.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';

const TrackingSheet = lazy(() =>
  import('../compare/TrackingSheet.tsx').catch(() => ({ default: NotLoaded })),
);

export function Trackers({ scenario }: { scenario: Scenario }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button text" onClick={() => setOpen(true)}>
        {words.trackers}
      </button>
      {open && (
        <Suspense>
          <TrackingSheet scenario={scenario} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
