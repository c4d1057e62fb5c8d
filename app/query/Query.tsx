/** The place of the query panel, which is fetched when it is opened. */

import { lazy, Suspense } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { Loading } from '../ui/Loading.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';

const QueryPanel = lazy(() => import('./QueryPanel.tsx').catch(() => ({ default: NotLoaded })));

export function Query({ info }: { info: RunInfo | null }) {
  const open = useChosen((s) => s.querying);
  if (!open || !info) return null;
  return (
    <Suspense fallback={<Loading />}>
      <QueryPanel info={info} />
    </Suspense>
  );
}
