/** The screen: who made what is shown, two fields of memory, the transport, the timeline, and what is under the cursor. */
import { type CSSProperties, useDeferredValue, useState } from 'react';
import type { RunInfo } from '../engine/index.ts';
import { Fields, sidesOf } from './fields/Fields.tsx';
import { Checks } from './inspector/Checks.tsx';
import { Hazards } from './inspector/Hazards.tsx';
import { PageInspector } from './inspector/PageInspector.tsx';
import { useScreen } from './run/screen.ts';
import { Header } from './shell/Header.tsx';
import { Headline } from './shell/Headline.tsx';
import { Notices } from './shell/Notices.tsx';
import type { Drawer } from './shell/PhoneBar.tsx';
import { Sentence } from './shell/Sentence.tsx';
import { Skip } from './shell/Skip.tsx';
import { Fold, Splitter, useSplit } from './shell/Split.tsx';
import { Waiting } from './shell/Waiting.tsx';
import { Costs } from './source/Costs.tsx';
import { titleOf } from './source/choice.ts';
import { Sources } from './source/Sources.tsx';
import { store, useChosen } from './state/store.ts';
import { checks } from './texts/inspector.ts';
import { screen as words } from './texts/shell.ts';
import { Events } from './timeline/Events.tsx';
import { Notes } from './timeline/Notes.tsx';
import { Range } from './timeline/Range.tsx';
import { Transport } from './timeline/Transport.tsx';
import { Loading, part } from './ui/part.tsx';
import { Section } from './ui/Section.tsx';
import { PHONE, useMedia } from './ui/useMedia.ts';

const Making = part(() => import('./shell/Making.tsx'));
const Presenter = part(() => import('./shell/Presenter.tsx'));
const CompareFields = part(() => import('./compare/CompareFields.tsx'), { waiting: Fields });
const ComparePanel = part(() => import('./compare/ComparePanel.tsx'));
const PhoneBar = part(() => import('./shell/PhoneBar.tsx'));
const QueryPanel = part(() => import('./query/QueryPanel.tsx'), { waiting: Loading });
const ProcPanel = part(() => import('./inspector/ProcPanel.tsx'));
/** The first screen and a story begin with what they say; another link, with what it shows. */
const firstDrawer = (): Drawer => {
  const { panel } = store.getState();
  return { tab: panel === 'start' || panel === 'story' ? 'story' : null, full: false };
};
/** Id of the timeline, whose height a reader sets. */
const EVENTS = 'events';

export function App() {
  const { query, info, last } = useScreen();
  const panel = useChosen((s) => s.panel);
  const presenting = useChosen((s) => s.presenting);
  const comparing = useChosen((s) => s.versus !== null);
  const choice = useChosen((s) => s.choice);
  const [split, setSplit] = useSplit();
  const onPhone = useMedia(PHONE);
  const [drawer, setDrawer] = useState(firstDrawer);
  // The fields come first; their surroundings follow in a second, smaller commit.
  const surroundings = useDeferredValue(true, false);
  const height = split.height === null ? {} : ({ '--timeline': `${split.height}px` } as CSSProperties);

  return (
    <div
      className="app"
      data-panel={panel}
      data-folded={split.folded || undefined}
      data-drawer={onPhone ? (drawer.tab ?? 'none') : undefined}
      data-full={(onPhone && drawer.full) || undefined}
      style={height}
    >
      <Skip />
      <Header />
      <Notices query={query} info={info} />
      <aside className="rail left" aria-label={words.sourceOf}>
        {surroundings && <Sources info={last} now={query.data ?? null} />}
      </aside>
      <main className="stage" aria-busy={query.isPending}>
        {onPhone && drawer.tab !== 'story' && drawer.tab !== 'scenario' && (
          <h1 className="spoken">{titleOf(choice, last)}</h1>
        )}
        <Headline info={last} />
        <div className={`fields ${last && !comparing ? layoutOf(last) : ''}`}>
          {!last && <Waiting failed={query.error !== null} />}
          {last && (comparing ? <CompareFields info={last} /> : <Fields info={last} />)}
        </div>
        <Sentence info={last} />
        {info?.making && <Making stops />}
        {surroundings && presenting && <Presenter />}
      </main>
      <RightRail info={last} render={surroundings} />
      <div className="bottom">
        <Transport info={info}>
          <Fold split={split} onSplit={setSplit} />
        </Transport>
        <Events info={last} id={EVENTS}>
          <Splitter split={split} onSplit={setSplit} controls={EVENTS} />
        </Events>
      </div>
      {onPhone && <PhoneBar drawer={drawer} onDrawer={setDrawer} />}
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
          <Costs />
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
