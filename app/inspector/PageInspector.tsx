/** What is under the cursor, or selected: one page on both hosts, its region or its VMA; or somebody who acts. */
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useSession, useWatched } from '../run/session.ts';
import { inspectPage } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import { Scopes } from './Scopes.tsx';

const PageBody = lazy(() => import('./PageBody.tsx').catch(() => ({ default: NotLoaded })));
const Why = lazy(() => import('./Why.tsx').catch(() => ({ default: NotLoaded })));

export function PageInspector() {
  const { frames, run } = useSession();
  const info = useWatched(run);
  const scope = useChosen((s) => s.scope);
  const looked = useChosen((s) => (s.hover ?? s.page) !== null);
  const seen = useSyncExternalStore(frames.subscribe, () => frames.get()?.inspect ?? null);
  const page = looked ? seen : null;
  return (
    <Section
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
      <Suspense>
        {page && scope === 'page' ? (
          <PageBody seen={page}>
            <Suspense>{info && <Why info={info} page={page.page} scope={scope} />}</Suspense>
          </PageBody>
        ) : (
          info && (page || scope === 'actor') && <Why info={info} page={page?.page ?? null} scope={scope} />
        )}
      </Suspense>
      {page && <LetGo />}
    </Section>
  );
}

function LetGo() {
  const selected = useChosen((s) => s.page);
  if (selected === null) return null;
  return (
    <button type="button" className="button text" onClick={() => inspectPage(null)}>
      {words.letGo(sayPage(selected))}
    </button>
  );
}
