/** One page on both hosts and what happened to it. Fetched with the first page looked at. */
import { type ReactNode, useState } from 'react';
import type { Inspection } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { checks, inspector as words } from '../texts/inspector.ts';
import { Loading, part } from '../ui/part.tsx';
import { History } from './History.tsx';
import { PageFacts } from './PageFacts.tsx';

const LedgerPanel = part(() => import('./LedgerPanel.tsx'), { waiting: Loading });

/** `children` stand between what it is and what it was. */
export default function PageBody({ seen, children }: { seen: Inspection; children: ReactNode }) {
  return (
    <>
      <Page seen={seen} />
      {children}
      <Past seen={seen} />
    </>
  );
}

function Page({ seen }: { seen: Inspection }) {
  const recorded = useChosen((s) => s.choice.kind !== 'preset');
  return (
    <>
      <PageFacts seen={seen} alone={recorded} />
      <p className="next-touch">
        <span className="muted">{words.nextTouch}</span> {seen.next}
      </p>
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
