/** The screen: who made what is shown, two fields of memory, the transport, the timeline, and what is under the cursor. */
import { useDeferredValue } from 'react';
import type { RunInfo } from '../engine/index.ts';
import { Fields, sidesOf } from './fields/Fields.tsx';
import { Checks } from './inspector/Checks.tsx';
import { Hazards } from './inspector/Hazards.tsx';
import { PageInspector } from './inspector/PageInspector.tsx';
import { useScreen } from './run/screen.ts';
import { Header } from './shell/Header.tsx';
import { Notices } from './shell/Notices.tsx';
import { Costs } from './source/Costs.tsx';
import { Sources } from './source/Sources.tsx';
import { useChosen } from './state/store.ts';
import { checks } from './texts/inspector.ts';
import { screen as words } from './texts/shell.ts';
import { Events } from './timeline/Events.tsx';
import { Notes } from './timeline/Notes.tsx';
import { Range } from './timeline/Range.tsx';
import { Transport } from './timeline/Transport.tsx';
import { Loading, part } from './ui/part.tsx';
import { Section } from './ui/Section.tsx';
import { stored } from './ui/stored.ts';

const Presenter = part(() => import('./shell/Presenter.tsx'));
const CompareFields = part(() => import('./compare/CompareFields.tsx'), { waiting: Fields });
const ComparePanel = part(() => import('./compare/ComparePanel.tsx'));
const QueryPanel = part(() => import('./query/QueryPanel.tsx'), { waiting: Loading });
const ProcPanel = part(() => import('./inspector/ProcPanel.tsx'));
const Hint = part(() => import('./shell/Hint.tsx'));
const firstRun = stored('seen') === null;

export function App() {
  const { query, info, last } = useScreen();
  const panel = useChosen((s) => s.panel);
  const presenting = useChosen((s) => s.presenting);
  const comparing = useChosen((s) => s.versus !== null);
  // The fields come first; their surroundings follow in a second, smaller commit.
  const surroundings = useDeferredValue(true, false);

  return (
    <div className="app" data-panel={panel}>
      <Header />
      <Notices query={query} info={info} />
      <aside className="rail left" aria-label={words.sourceOf}>
        {surroundings && (
          <>
            <Sources info={last} now={query.data ?? null} />
            <Costs />
          </>
        )}
      </aside>
      <main className={`fields ${last && !comparing ? layoutOf(last) : ''}`} aria-busy={query.isFetching}>
        {comparing && last ? <CompareFields info={last} /> : <Fields info={last} />}
        {surroundings && (
          <>
            {presenting && <Presenter />}
            {firstRun && <Hint />}
          </>
        )}
      </main>
      <RightRail info={last} render={surroundings} />
      <div className="bottom">
        <Transport info={info} />
        <Events info={last} />
      </div>
    </div>
  );
}

/** What the inspector and the open panels show. */
function RightRail({ info, render }: { info: RunInfo | null; render: boolean }) {
  const comparing = useChosen((s) => s.versus !== null);
  const querying = useChosen((s) => s.querying);
  return (
    <aside className="rail right" aria-label={words.checks}>
      {render && (
        <>
          {comparing && <ComparePanel info={info} />}
          {querying && info && <QueryPanel info={info} />}
          <Range info={info} below={false} />
          <PageInspector />
          <Hazards info={info} />
          <Checks info={info} />
          <Notes />
          <Section title={checks.tools} folded late>
            {info && <ProcPanel info={info} />}
          </Section>
        </>
      )}
    </aside>
  );
}

/** One field alone, one beside curves, or two. */
function layoutOf(info: RunInfo): string {
  if (info.cast === 'tracking') return 'curves';
  return sidesOf(info).length === 1 ? 'single' : '';
}
