/** The timeline below the fields, bound to the run and the reader's choices. */
import { useCallback, useMemo, useRef } from 'react';
import type { Hazard, RunInfo } from '../../engine/index.ts';
import { useComparison, useOther } from '../compare/runs.ts';
import { openQuery, QUERY_OPENER } from '../query/open.ts';
import { useHazards } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { stepBy } from '../run/steps.ts';
import { pickLane, seek, setAxis, setRange, setView } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { screen as words } from '../texts/shell.ts';
import { sayPage } from '../ui/say.ts';
import type { Palette } from '../ui/theme.ts';
import { Range } from './Range.tsx';
import type { Flagged, Span } from './scale.ts';
import { Timeline } from './Timeline.tsx';

const NONE: readonly Hazard[] = [];

export function Events({ info, palette }: { info: RunInfo | null; palette: Palette }) {
  const { engine, step } = useSession();
  const axis = useChosen((s) => s.axis);
  const view = useChosen((s) => s.view);
  const rendered = useRef(view);
  rendered.current = view;
  const look = useCallback((next: Span | null, follows: boolean) => {
    const change = () => setView(next);
    if (!follows) change();
    // A window that came with the step, as of a link, is not one to be led away from.
    else if (store.getState().view === rendered.current) views.quietly(change);
  }, []);
  const range = useChosen((s) => s.range);
  const lane = useChosen((s) => s.lane);
  const query = useChosen((s) => s.query);
  const hazards = useHazards(engine, info).data ?? NONE;
  const page = useChosen((s) => s.page);
  const marks = useMemo(
    () => [
      ...(query === null ? [] : [{ label: words.query, query }]),
      ...(page === null ? [] : [{ label: words.page(sayPage(page)), query: `page=${page}` }]),
    ],
    [query, page],
  );
  const notes = useChosen((s) => s.notes);
  const parting = useComparison(info, useOther().data ?? null).data?.divergence?.step ?? null;
  const flags = useMemo(
    (): Flagged[] => [
      ...hazards.map(({ id, title, step: at }) => ({ kind: 'hazard' as const, id, title, step: at })),
      ...notes.map(({ name, text, step: at }) => ({
        kind: 'note' as const,
        id: '✎',
        title: text ? `${name}: ${text}` : name,
        step: at,
      })),
      ...(parting === null
        ? []
        : [{ kind: 'parting' as const, id: '≠', title: words.parting, step: parting }]),
    ],
    [hazards, notes, parting],
  );
  const steps = info?.steps ?? 0;
  // A link may name a stretch that this run does not have.
  const inRun = useMemo(
    () => (range && range.from < steps ? { from: range.from, to: Math.min(range.to, steps) } : null),
    [range, steps],
  );
  return (
    <>
      <section className="events" aria-label={words.timeline}>
        {info && (
          <Timeline
            info={info}
            engine={engine}
            step={step}
            onSeek={seek}
            axis={axis}
            onAxis={setAxis}
            view={view}
            onView={look}
            range={inRun}
            onRange={setRange}
            lane={lane}
            onLane={pickLane}
            onStepLane={(back) => void stepBy(engine, info, 'actor', back)}
            flags={flags}
            marks={marks}
            tools={
              <button type="button" id={QUERY_OPENER} title="/" onClick={openQuery}>
                {words.findEvents}
              </button>
            }
            palette={palette}
          />
        )}
      </section>
      <Range info={info} below />
    </>
  );
}
