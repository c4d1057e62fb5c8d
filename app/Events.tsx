/** The timeline below the fields, bound to the run and the reader's choices. */
import { useCallback } from 'react';
import type { Ask, Hazard, RunInfo } from '../engine/index.ts';
import { useHazards } from './run/queries.ts';
import { useSession } from './run/session.ts';
import { seek } from './state/actions.ts';
import { store, useChosen } from './state/store.ts';
import type { Palette } from './theme/choice.ts';
import { Timeline } from './timeline/Timeline.tsx';

const NONE: readonly Hazard[] = [];

export function Events({ info, palette }: { info: RunInfo | null; palette: Palette }) {
  const { engine, step } = useSession();
  const axis = useChosen((s) => s.axis);
  const hazards = useHazards(engine, info).data ?? NONE;
  const ask = useCallback((lanes: Ask<'lanes'>) => engine.ask('lanes', lanes), [engine]);
  return (
    <section className="events" aria-label="Timeline">
      {info && (
        <Timeline
          info={info}
          step={step}
          onSeek={seek}
          axis={axis}
          onAxis={(next) => store.setState({ axis: next })}
          ask={ask}
          hazards={hazards}
          palette={palette}
        />
      )}
    </section>
  );
}
