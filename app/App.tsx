/** The screen: who made what is shown, two fields of memory, the transport, the timeline, and what is under the cursor. */
import { useDeferredValue, useEffect, useState } from 'react';
import type { RunInfo } from '../engine/index.ts';
import { Events } from './Events.tsx';
import { Fields, sidesOf } from './Fields.tsx';
import { Header } from './header/Header.tsx';
import { Checks } from './inspector/Checks.tsx';
import { Hazards } from './inspector/Hazards.tsx';
import { PageInspector } from './inspector/PageInspector.tsx';
import { Tools } from './inspector/Tools.tsx';
import { Notices } from './Notices.tsx';
import { arrive } from './run/phases.ts';
import { useRun } from './run/queries.ts';
import { useSession, useWatched } from './run/session.ts';
import { Costs } from './scenario/Costs.tsx';
import { Sources } from './scenario/Sources.tsx';
import { store, useChosen } from './state/store.ts';
import { usePalette } from './theme/usePalette.ts';
import { Transport } from './transport/Transport.tsx';

export function App() {
  const session = useSession();
  const { generation } = useWatched(session.engine.state);
  const choice = useChosen((s) => s.choice);
  const panel = useChosen((s) => s.panel);
  const query = useRun(session.engine, generation, choice);
  // Deferred, so that a new run's many parts are rendered in slices.
  const info = useDeferredValue(query.data ?? null);
  const last = useLast(info);
  const palette = usePalette(useChosen((s) => s.theme));
  // The fields come first; what stands around them follows in a second, smaller commit.
  const around = useDeferredValue(true, false);
  useArrival(info);
  useReady();

  return (
    <div className="app" data-panel={panel}>
      <Header />
      <Notices query={query} info={info} />
      <aside className="rail left" aria-label="Source of the timeline">
        {around && (
          <>
            <Sources info={last} now={query.data ?? null} />
            <Costs />
          </>
        )}
      </aside>
      <main className={`fields ${last ? layoutOf(last) : ''}`} aria-busy={query.isFetching}>
        <Fields info={last} palette={palette} />
      </main>
      <aside className="rail right" aria-label="Page and checks">
        {around && (
          <>
            <PageInspector />
            <Hazards info={last} />
            <Checks info={last} />
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

/** The newest run there was: it stays on screen while the next one is made. */
function useLast(info: RunInfo | null): RunInfo | null {
  const [last, setLast] = useState(info);
  if (info && info !== last) setLast(info);
  return info ?? last;
}

/** Puts a new run on screen, at the step where its reader arrives. */
function useArrival(info: RunInfo | null): void {
  const { run } = useSession();
  const arrival = useChosen((s) => s.arrival);
  useEffect(() => {
    if (info) store.setState({ step: arrive(info, arrival) });
    run.set(info);
  }, [info, arrival, run]);
}

/** Tells tests and other watchers that the first frame was painted. */
function useReady(): void {
  const { frames } = useSession();
  useEffect(() => {
    const ready = () => {
      if (!frames.get()) return;
      stop();
      requestAnimationFrame(() => {
        document.documentElement.dataset.ready = 'true';
      });
    };
    const stop = frames.subscribe(ready);
    ready();
    return stop;
  }, [frames]);
}
