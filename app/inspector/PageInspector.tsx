/** What is under the cursor, or selected: one page on both hosts, its region or its VMA; or somebody who acts. */
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import type { FieldId, Inspection } from '../../engine/index.ts';
import { sayCount, sayPage } from '../lib/say.ts';
import { useSession, useWatched } from '../run/session.ts';
import { askWhy, seek } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { words } from '../texts/inspect.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';
import { Ledger } from './Ledger.tsx';
import { PageFacts } from './PageFacts.tsx';
import { Scopes } from './Scopes.tsx';

const Why = lazy(() => import('../why/Why.tsx').catch(() => ({ default: NotLoaded })));

export function PageInspector() {
  const { frames, run } = useSession();
  const info = useWatched(run);
  const scope = useChosen((s) => s.scope);
  const looked = useChosen((s) => (s.hover ?? s.page) !== null);
  const seen = useSyncExternalStore(frames.subscribe, () => frames.get()?.inspect ?? null);
  const page = looked ? seen : null;
  return (
    <Section
      key={page || scope === 'actor' ? 'open' : 'empty'}
      title={
        <>
          {scope === 'vma' && page ? words.vmaOf : words[scope]}{' '}
          {page && scope !== 'actor' && (
            <code>{scope === 'region' ? sayCount(page.page >> 9) : sayPage(page.page)}</code>
          )}
        </>
      }
      {...(page || scope === 'actor' ? { folded: false } : {})}
    >
      <Scopes />
      {!page && scope !== 'actor' && <p className="muted empty">{words.empty}</p>}
      {page && scope === 'page' && <Page seen={page} />}
      <Suspense>
        {info && (page || scope === 'actor') && <Why info={info} page={page?.page ?? null} scope={scope} />}
      </Suspense>
      {page && scope === 'page' && <Past seen={page} />}
      {page && <LetGo />}
    </Section>
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

function LetGo() {
  const selected = useChosen((s) => s.page);
  if (selected === null) return null;
  return (
    <button type="button" className="button text" onClick={() => store.setState({ page: null, hover: null })}>
      {words.letGo(sayPage(selected))}
    </button>
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
