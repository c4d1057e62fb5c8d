/** What is under the cursor, or selected: one page on both hosts, its region or its VMA; or somebody who acts. */
import { useSyncExternalStore } from 'react';
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
import { sayCount, sayPage } from '../ui/say.ts';

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
  return (
    <Section
      title={
        <>
          {scope === 'vma' && page ? words.vmaOf : words[scope]}{' '}
          {page && scope !== 'actor' && (
            <code>{scope === 'region' ? sayCount(regionOf(page.page)) : sayPage(page.page)}</code>
          )}
        </>
      }
      {...(page || scope === 'actor' ? { folded: false } : {})}
    >
      <Segments legend={words.scope} options={SCOPED} value={scope} onPick={setScope} className="scopes" />
      {!page && scope !== 'actor' && <p className="muted empty">{words.empty}</p>}
      {page && scope === 'page' ? (
        <PageBody seen={page}>{info && <Why info={info} page={page.page} scope={scope} />}</PageBody>
      ) : (
        info && (page || scope === 'actor') && <Why info={info} page={page?.page ?? null} scope={scope} />
      )}
      {page && <LetGo />}
    </Section>
  );
}

function LetGo() {
  const selected = useChosen((s) => s.page);
  if (selected === null) return null;
  return <Button look="text" label={words.letGo(sayPage(selected))} onClick={() => inspectPage(null)} />;
}
