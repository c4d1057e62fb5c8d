/** One page on both hosts and what happened to it. Fetched with the first page looked at. */
import { type ReactNode, useState } from 'react';
import type { FieldId, Inspection } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { askWhy, seek } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';
import { sayCount } from '../ui/say.ts';
import { Ledger } from './Ledger.tsx';
import { PageFacts } from './PageFacts.tsx';

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
  const { run, frames } = useSession();
  const recorded = useChosen((s) => s.choice.kind !== 'preset');
  const ask = (host: 0 | 1, question: FieldId) => {
    const info = run.get();
    const frame = frames.get();
    if (info && frame) askWhy({ run: info.run, step: frame.step, page: seen.page, host, question });
  };
  return (
    <>
      <PageFacts seen={seen} alone={recorded} onAsk={ask} />
      <p className="next-touch">
        <span className="muted">{words.nextTouch}</span> {seen.next}
      </p>
    </>
  );
}

function Past({ seen }: { seen: Inspection }) {
  const [ledger, setLedger] = useState(false);
  const selected = useChosen((s) => s.page);
  return (
    <>
      <h3>{words.history}</h3>
      <History seen={seen} />
      {selected === seen.page && <Ledger page={selected} open={ledger} onToggle={setLedger} />}
    </>
  );
}

function History({ seen }: { seen: Inspection }) {
  if (seen.history.length === 0) return <p className="muted empty">{words.untouched}</p>;
  return (
    <ol className="history">
      {[...seen.history].reverse().map((line) => (
        <li key={line.step}>
          <button
            type="button"
            onClick={() => seek(line.step)}
            aria-label={words.goTo(line.step, line.words)}
          >
            <span className="history-step">{sayCount(line.step)}</span>
            <span>{line.words}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
