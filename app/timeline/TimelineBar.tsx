/** The bar over the timeline: the axis, what a drag does, what is pointed at, and the lanes. */
import { AXES, actorLabel, type RunInfo } from '../../engine/index.ts';
import { openQuery, QUERY_OPENER } from '../query/open.ts';
import { setAxis } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { screen } from '../texts/shell.ts';
import { timeline as words } from '../texts/timeline.ts';
import { Popover } from '../ui/Popover.tsx';
import { part } from '../ui/part.tsx';
import type { DragMode } from './gestures.ts';
import type { LaneChoice } from './lanes.ts';
import type { Span } from './scale.ts';
import type { TimelineWindow } from './useWindow.ts';

const LaneList = part(() => import('./LaneList.tsx'));
const Minimap = part(() => import('./Minimap.tsx'), {
  waiting: () => <div className="timeline-map" />,
  missing: () => null,
});

const MODES = ['scrub', 'range', 'move'] as const;

interface Props {
  readonly info: RunInfo;
  readonly view: TimelineWindow;
  readonly mode: DragMode;
  readonly onMode: (mode: DragMode) => void;
  readonly range: Span | null;
  readonly actors: readonly number[];
  readonly choice: LaneChoice;
  readonly onChoice: (choice: LaneChoice) => void;
}

export function TimelineBar({ info, view, mode, onMode, range, actors, choice, onChoice }: Props) {
  const { steps, cast } = info;
  const { from, to } = view.shown;
  const axis = useChosen((s) => s.axis);
  const lane = useChosen((s) => s.lane);
  const where = words.inView(from, to);
  return (
    <div className="timeline-bar">
      <Switch label={words.axis} names={words.axes} of={AXES} value={axis} onChange={setAxis} />
      <Switch label={words.drag} names={words.modes} of={MODES} value={mode} onChange={onMode} />
      <span className="timeline-view">
        {lane === null ? where : words.stepsBy(from, to, actorLabel(lane, cast))}
      </span>
      <Minimap info={info} view={view.shown} onView={view.set} range={range} />
      <button
        type="button"
        disabled={from === 0 && to >= steps}
        onClick={() => view.set({ from: 0, to: steps })}
      >
        {words.showAll}
      </button>
      <Popover label={words.lanes} face={words.lanes} late>
        <LaneList actors={actors} cast={cast} choice={choice} onChoice={onChoice} />
      </Popover>
      <button type="button" id={QUERY_OPENER} title="/" onClick={openQuery}>
        {screen.findEvents}
      </button>
    </div>
  );
}

interface SwitchProps<T extends string> {
  readonly label: string;
  readonly names: Readonly<Record<T, string>>;
  readonly of: readonly T[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few choices in one frame, of which one holds. */
function Switch<T extends string>({ label, names, of, value, onChange }: SwitchProps<T>) {
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
