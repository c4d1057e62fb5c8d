/** One page on both hosts and what happened to it. Fetched with the first page looked at. */
import { type ReactNode, useState } from 'react';
import type { Inspection } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { checks, inspector as words } from '../texts/inspector.ts';
import { Loading, part } from '../ui/part.tsx';
import { History } from './History.tsx';
import { PageFacts, PageState } from './PageFacts.tsx';

const LedgerPanel = part(() => import('./LedgerPanel.tsx'), { waiting: Loading });

/** `children` are the questions about the page: they follow what it is. */
export default function PageBody({ seen, children }: { seen: Inspection; children: ReactNode }) {
  const recorded = useChosen((s) => s.choice.kind !== 'preset');
  return (
    <>
      <PageState seen={seen} alone={recorded} />
      {children}
      <PageFacts seen={seen} alone={recorded} />
      <p className="next-touch">
        <span className="muted">{words.nextTouch}</span> {seen.next}
      </p>
      <Past seen={seen} />
    </>
  );
}

function Past({ seen }: { seen: Inspection }) {
  const [open, setOpen] = useState(false);
  const info = useWatched(useSession().run);
  const selected = useChosen((s) => s.page);
  return (
    <>
      <h3>{words.history}</h3>
      {seen.history.length === 0 && <p className="muted empty">{words.untouched}</p>}
      <History lines={[...seen.history].reverse()} say={(line) => line.words} />
      {selected === seen.page && info && selected < info.pages && (
        <details className="ledger" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>
            <h3>{checks.ledger}</h3>
          </summary>
          {open && <LedgerPanel info={info} page={selected} />}
        </details>
      )}
    </>
  );
}
