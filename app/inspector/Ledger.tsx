/** The place of the selected page's ledger, which is fetched when it is opened. */

import { lazy, Suspense } from 'react';
import { useSession, useWatched } from '../run/session.ts';
import { checks as words } from '../texts/inspector.ts';
import { Loading } from '../ui/Loading.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';

const LedgerPanel = lazy(() => import('./LedgerPanel.tsx').catch(() => ({ default: NotLoaded })));

interface Props {
  readonly page: number;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}

export function Ledger({ page, open, onToggle }: Props) {
  const info = useWatched(useSession().run);
  if (!info || page >= info.pages) return null;
  return (
    <details className="ledger" open={open} onToggle={(e) => onToggle(e.currentTarget.open)}>
      <summary>
        <h3>{words.ledger}</h3>
      </summary>
      <Suspense fallback={<Loading />}>{open && <LedgerPanel info={info} page={page} />}</Suspense>
    </details>
  );
}
