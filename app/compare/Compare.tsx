/** The place of a comparison's panel, which is fetched with the first one. */
import { lazy, Suspense } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';

const ComparePanel = lazy(() => import('./ComparePanel.tsx').catch(() => ({ default: NotLoaded })));

export function Compare({ info }: { info: RunInfo | null }) {
  const open = useChosen((s) => s.versus !== null);
  if (!open) return null;
  return (
    <Suspense>
      <ComparePanel info={info} />
    </Suspense>
  );
}
