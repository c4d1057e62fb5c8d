/** The run as a timeline: drag to scrub, to draw a range or to move; wheel, pinch and double click to zoom. Painting follows the
 *  step and the pointer without a React render. */
import { useMemo, useState } from 'react';
import { useActors } from '../run/useAsk.ts';
import { createCell } from '../ui/cell.ts';
import { part } from '../ui/part.tsx';
import { setStored, stored } from '../ui/stored.ts';
import { useSize } from '../ui/useSize.ts';
import type { DragMode } from './gestures.ts';
import { arrange, readLanes, writeLanes } from './lanes.ts';
import type { Place } from './Pointed.tsx';
import type { Geometry } from './paint.ts';
import type { TimelineProps } from './props.ts';
import { TimelineBar } from './TimelineBar.tsx';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import { TimelineFlags } from './TimelineFlags.tsx';
import { useShown } from './useShown.ts';
import { useWindow } from './useWindow.ts';
import './timeline.css';

const Minimap = part(() => import('./Minimap.tsx'), {
  waiting: () => <div className="timeline-map" />,
  missing: () => null,
});
const QueryMarks = part(() => import('./QueryMarks.tsx'), { missing: () => null });

export function Timeline(props: TimelineProps) {
  const { info, engine, step, axis, range, lane, flags, marks, palette } = props;
  const { steps, cast } = info;
  const { box, width, height } = useSize<HTMLDivElement>();
  const { view, setView, newest: newestView } = useWindow(props.view, steps, step, props.onView);
  const [mode, setMode] = useState<DragMode>('scrub');
  const [choice, setChoice] = useState(() => readLanes(stored('lanes')));
  /** What is pointed at. */
  const [place] = useState(() => createCell<Place | null>(null));
  const acting = useActors(info, true);
  const actors = useMemo(() => [...new Set(acting.map((a) => a.actor))], [acting]);
  const shown = useShown(engine, info.run, view, axis, width);
  const lanes = shown?.lanes ?? null;
  const geometry = useMemo<Geometry>(() => {
    const shownActors = arrange(actors, choice);
    const pinned = shownActors.filter((a) => choice.pinned.includes(a)).length;
    return { width, height, actors: shownActors, pinned, lane, cast };
  }, [width, height, actors, choice, lane, cast]);
  return (
    <div className="timeline">
      <TimelineBar
        {...props}
        view={view}
        setView={setView}
        mode={mode}
        onMode={setMode}
        place={place}
        actors={actors}
        choice={choice}
        onChoice={(next) => {
          setStored('lanes', writeLanes(next));
          setChoice(next);
        }}
      />
      <Minimap
        info={info}
        step={step}
        axis={axis}
        view={view}
        onView={setView}
        range={range}
        width={width}
        palette={palette}
      />
      {lanes && flags.length > 0 && (
        <TimelineFlags flags={flags} lanes={lanes} width={width} onSeek={props.onSeek} />
      )}
      {lanes &&
        marks.map(({ label, query }) => (
          <QueryMarks
            key={label}
            run={info.run}
            label={label}
            query={query}
            lanes={lanes}
            width={width}
            palette={palette}
          />
        ))}
      <TimelineCanvas
        {...props}
        box={box}
        geometry={geometry}
        shown={shown}
        view={view}
        newestView={newestView}
        setView={setView}
        mode={mode}
        place={place}
      />
    </div>
  );
}
