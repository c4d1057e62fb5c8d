/** The timeline below the fields, bound to the run and the reader's choices. */
import { useCallback } from 'react';
import type { Ask, RunInfo } from '../engine/index.ts';
import { useSession } from './run/session.ts';
import { seek } from './state/actions.ts';
import { store, useChosen } from './state/store.ts';
import type { Palette } from './theme/choice.ts';
import { Timeline } from './timeline/Timeline.tsx';

export function Events({ info, palette }: { info: RunInfo | null; palette: Palette }) {
  const { engine, step } = useSession();
  const axis = useChosen((s) => s.axis);
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
          palette={palette}
        />
      )}
    </section>
  );
}
