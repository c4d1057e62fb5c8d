/** What is under the cursor, or selected: one page on both hosts, its region or its VMA; or somebody who acts. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { regionOf } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { inspectPage, setScope } from '../state/actions.ts';
import { SCOPES } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { part } from '../ui/part.tsx';
import { Section } from '../ui/Section.tsx';
import { Segments } from '../ui/Segments.tsx';
import { sayAddress, sayCount, sayPage } from '../ui/say.ts';

const PageBody = part(() => import('./PageBody.tsx'));
const Why = part(() => import('./Why.tsx'));
const SCOPED = SCOPES.map((id) => ({ id, label: words[id] }));

export function PageInspector() {
  const { frames, run } = useSession();
  const info = useWatched(run);
  const scope = useChosen((s) => s.scope);
  const looked = useChosen((s) => (s.hover ?? s.page) !== null);
  const seen = useSyncExternalStore(frames.subscribe, () => frames.get()?.inspect ?? null);
  const page = looked ? seen : null;
  const roomy = useOnce(page !== null);
  const number = page?.page ?? null;
  return (
    <Section
      title={
        <span className="page-title">
          {scope === 'actor' || number === null ? words[scope] : words.titles[scope](nameIn(scope, number))}
        </span>
      }
      {...(page || scope === 'actor' ? { folded: false } : {})}
    >
      <div className="page-room" data-roomy={roomy || undefined}>
        {number !== null && scope === 'page' && (
          <p className="page-place muted">{words.place(sayAddress(number), sayCount(regionOf(number)))}</p>
        )}
        <Segments legend={words.scope} options={SCOPED} value={scope} onPick={setScope} className="scopes" />
        {!page && scope !== 'actor' && <p className="muted empty">{words.empty}</p>}
        {page && scope === 'page' ? (
          <PageBody seen={page}>{info && <Why info={info} page={page.page} scope={scope} />}</PageBody>
        ) : (
          info && (page || scope === 'actor') && <Why info={info} page={number} scope={scope} />
        )}
        {page && <LetGo />}
      </div>
    </Section>
  );
}

const nameIn = (scope: 'page' | 'region' | 'vma', page: number): string =>
  scope === 'region' ? sayCount(regionOf(page)) : sayPage(page);

/** Whether something was ever so. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  useEffect(() => {
    if (now) setOnce(true);
  }, [now]);
  return once;
}

function LetGo() {
  const selected = useChosen((s) => s.page);
  if (selected === null) return null;
  return <Button look="text" label={words.letGo(sayPage(selected))} onClick={() => inspectPage(null)} />;
}
