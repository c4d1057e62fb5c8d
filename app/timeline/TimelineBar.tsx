/** The bar over the timeline: the axis, what a drag does, what is pointed at, and the lanes. */
import { useId } from 'react';
import { AXES, actorLabel } from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import { Popover } from '../ui/Popover.tsx';
import { part } from '../ui/part.tsx';
import type { DragMode } from './gestures.ts';
import type { LaneChoice } from './lanes.ts';
import { type Place, Pointed } from './Pointed.tsx';
import type { TimelineProps } from './props.ts';
import type { Span } from './scale.ts';
import type { SetWindow } from './useWindow.ts';

const LaneList = part(() => import('./LaneList.tsx'));

const MODES = ['scrub', 'range', 'move'] as const;

interface Props
  extends Pick<TimelineProps, 'info' | 'engine' | 'axis' | 'onAxis' | 'lane' | 'onLane' | 'tools'> {
  readonly view: Span;
  readonly setView: SetWindow;
  readonly mode: DragMode;
  readonly onMode: (mode: DragMode) => void;
  readonly place: Watched<Place | null>;
  readonly actors: readonly number[];
  readonly choice: LaneChoice;
  readonly onChoice: (choice: LaneChoice) => void;
}

export function TimelineBar(props: Props) {
  const { info, engine, axis, onAxis, lane, onLane, view, mode, onMode, place, actors } = props;
  const { steps, cast } = info;
  const where = words.inView(view.from, view.to);
  const id = useId();
  return (
    <div className="timeline-bar">
      <Switch label={words.axis} names={words.axes} of={AXES} value={axis} onChange={onAxis} />
      <Switch label={words.drag} names={words.modes} of={MODES} value={mode} onChange={onMode} />
      <Pointed
        info={info}
        engine={engine}
        place={place}
        otherwise={lane === null ? where : `${where} · ${actorLabel(lane, cast)}`}
      />
      <button
        type="button"
        disabled={view.from === 0 && view.to >= steps}
        onClick={() => props.setView({ from: 0, to: steps })}
      >
        {words.showAll}
      </button>
      <Popover label={words.lanes} face={words.lanes} id={id} late>
        <LaneList
          actors={actors}
          cast={cast}
          choice={props.choice}
          onChoice={props.onChoice}
          lane={lane}
          onLane={onLane}
        />
      </Popover>
      {props.tools}
    </div>
  );
}

/** A few choices in one frame, of which one holds. */
function Switch<T extends string>({
  label,
  names,
  of,
  value,
  onChange,
}: {
  label: string;
  names: Readonly<Record<T, string>>;
  of: readonly T[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="timeline-switch" aria-label={label}>
      {of.map((v) => (
        <button key={v} type="button" aria-pressed={value === v} onClick={() => onChange(v)}>
          {names[v]}
        </button>
      ))}
    </fieldset>
  );
}
