/** The timeline below the fields, bound to the run and the reader's choices. */
import { useCallback, useMemo } from 'react';
import type { Ask, Hazard, RunInfo } from '../engine/index.ts';
import { sayPage } from './lib/say.ts';
import { openQuery, QUERY_OPENER } from './query/open.ts';
import { useHazards } from './run/queries.ts';
import { useSession } from './run/session.ts';
import { seek } from './state/actions.ts';
import { store, useChosen } from './state/store.ts';
import { views } from './state/undo.ts';
import type { Palette } from './theme/choice.ts';
import type { Window } from './timeline/scale.ts';
import { Timeline } from './timeline/Timeline.tsx';

const NONE: readonly Hazard[] = [];

function look(view: Window | null, follows: boolean): void {
  const change = () => store.setState({ view });
  if (follows) views.quietly(change);
  else change();
}

export function Events({ info, palette }: { info: RunInfo | null; palette: Palette }) {
  const { engine, step } = useSession();
  const axis = useChosen((s) => s.axis);
  const view = useChosen((s) => s.view);
  const hazards = useHazards(engine, info).data ?? NONE;
  const ask = useCallback((lanes: Ask<'lanes'>) => engine.ask('lanes', lanes), [engine]);
  const askMarks = useCallback((marks: Ask<'marks'>) => engine.ask('marks', marks), [engine]);
  const query = useChosen((s) => s.query);
  const page = useChosen((s) => s.page);
  const marks = useMemo(
    () => [
      ...(query === null ? [] : [{ label: 'query', query }]),
      ...(page === null ? [] : [{ label: `page ${sayPage(page)}`, query: `page=${page}` }]),
    ],
    [query, page],
  );
  return (
    <section className="events" aria-label="Timeline">
      {info && (
        <Timeline
          info={info}
          step={step}
          onSeek={seek}
          axis={axis}
          onAxis={(next) => store.setState({ axis: next })}
          view={view}
          onView={look}
          ask={ask}
          hazards={hazards}
          marks={marks}
          onActor={(actor) => store.setState({ scope: 'actor', actor: { actor, cpu: null } })}
          askMarks={askMarks}
          tools={
            <button type="button" id={QUERY_OPENER} title="/" onClick={openQuery}>
              Find events
            </button>
          }
          palette={palette}
        />
      )}
    </section>
  );
}
