/** The screen: who made what is shown, two fields of memory, the transport, the timeline, and what is under the cursor. */
import { lazy, Suspense, useDeferredValue } from 'react';
import type { RunInfo } from '../engine/index.ts';
import { Compare } from './compare/Compare.tsx';
import { Fields, sidesOf } from './fields/Fields.tsx';
import { Checks } from './inspector/Checks.tsx';
import { Hazards } from './inspector/Hazards.tsx';
import { PageInspector } from './inspector/PageInspector.tsx';
import { Tools } from './inspector/Tools.tsx';
import { Query } from './query/Query.tsx';
import { useScreen } from './run/screen.ts';
import { Header } from './shell/Header.tsx';
import { Notices } from './shell/Notices.tsx';
import { Costs } from './source/Costs.tsx';
import { Sources } from './source/Sources.tsx';
import { useChosen } from './state/store.ts';
import { screen as words } from './texts/shell.ts';
import { Events } from './timeline/Events.tsx';
import { Notes } from './timeline/Notes.tsx';
import { Range } from './timeline/Range.tsx';
import { Transport } from './timeline/Transport.tsx';
import { NotLoaded } from './ui/NotLoaded.tsx';
import { stored } from './ui/stored.ts';

const Presenter = lazy(() => import('./shell/Presenter.tsx').catch(() => ({ default: NotLoaded })));
const CompareFields = lazy(() => import('./compare/CompareFields.tsx').catch(() => ({ default: NotLoaded })));
const Hint = lazy(() => import('./shell/Hint.tsx').catch(() => ({ default: NotLoaded })));
const firstRun = stored('seen') === null;

export function App() {
  const { query, info, last, palette } = useScreen();
  const panel = useChosen((s) => s.panel);
  const presenting = useChosen((s) => s.presenting);
  const comparing = useChosen((s) => s.versus !== null);
  // The fields come first; what stands around them follows in a second, smaller commit.
  const around = useDeferredValue(true, false);

  return (
    <div className="app" data-panel={panel}>
      <Header />
      <Notices query={query} info={info} />
      <aside className="rail left" aria-label={words.sourceOf}>
        {around && (
          <>
            <Sources info={last} now={query.data ?? null} />
            <Costs />
          </>
        )}
      </aside>
      <main className={`fields ${last && !comparing ? layoutOf(last) : ''}`} aria-busy={query.isFetching}>
        {comparing && last ? (
          <Suspense fallback={<Fields info={last} palette={palette} />}>
            <CompareFields info={last} palette={palette} />
          </Suspense>
        ) : (
          <Fields info={last} palette={palette} />
        )}
        {around && (
          <Suspense>
            {presenting && <Presenter />}
            {firstRun && <Hint />}
          </Suspense>
        )}
      </main>
      <aside className="rail right" aria-label={words.checks}>
        {around && (
          <>
            <Compare info={last} />
            <Query info={last} />
            <Range info={last} below={false} />
            <PageInspector />
            <Hazards info={last} />
            <Checks info={last} />
            <Notes />
            <Tools info={last} />
          </>
        )}
      </aside>
      <div className="bottom">
        <Transport info={info} />
        <Events info={last} palette={palette} />
      </div>
    </div>
  );
}

/** One field alone, one beside curves, or two. */
function layoutOf(info: RunInfo): string {
  if (info.cast === 'tracking') return 'curves';
  return sidesOf(info).length === 1 ? 'single' : '';
}
