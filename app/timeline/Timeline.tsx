/** The run as a timeline: drag to scrub, to draw a range or to move; wheel, pinch and double click to zoom. Painting follows the
 *  step and the pointer without a React render. */
import { useMemo, useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useActors, useAsk } from '../run/useAsk.ts';
import { useChosen } from '../state/store.ts';
import { screen as words } from '../texts/shell.ts';
import { createCell } from '../ui/cell.ts';
import { part } from '../ui/part.tsx';
import { sayPage } from '../ui/say.ts';
import { setStored, stored } from '../ui/stored.ts';
import { useSize } from '../ui/useSize.ts';
import { flagRowsOf } from './flags.ts';
import type { DragMode } from './gestures.ts';
import { arrange, type LaneChoice, readLanes, writeLanes } from './lanes.ts';
import { type Place, Pointed } from './Pointed.tsx';
import { curvesOf, type Geometry } from './rows.ts';
import { TimelineBar } from './TimelineBar.tsx';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import { TimelineFlags } from './TimelineFlags.tsx';
import { useFlags } from './useFlags.ts';
import { useShown } from './useShown.ts';
import { useWindow } from './useWindow.ts';
import './timeline.css';

const QueryMarks = part(() => import('./QueryMarks.tsx'), { missing: () => null });

export default function Timeline({ info }: { info: RunInfo }) {
  const { run, steps, cast } = info;
  const { box, width, height } = useSize<HTMLDivElement>();
  const { box: frame, height: room } = useSize<HTMLDivElement>();
  const view = useWindow(steps);
  const [mode, setMode] = useState<DragMode>('scrub');
  const [choice, setChoice] = useState(() => readLanes(stored('lanes')));
  /** What is pointed at. */
  const [place] = useState(() => createCell<Place | null>(null));
  const lane = useChosen((s) => s.lane);
  const acting = useActors(info, true);
  const actors = useMemo(() => [...new Set(acting.map((a) => a.actor))], [acting]);
  const shown = useShown(run, view.shown, width);
  const range = useRange(steps);
  const flags = useFlags(info);
  const marks = useMarks();
  const { flagRows, curves } = useWhole(info);
  const geometry = useMemo<Geometry>(() => {
    const shownActors = arrange(actors, choice);
    const pinned = shownActors.filter((a) => choice.pinned.includes(a)).length;
    return {
      width,
      height,
      actors: shownActors,
      pinned,
      lane,
      unfolded: choice.unfolded,
      subject: cast,
      flags: flagRows,
      curves,
      coarse,
    };
  }, [width, height, actors, choice, lane, cast, flagRows, curves]);
  const choose = (next: LaneChoice) => {
    setStored('lanes', writeLanes(next));
    setChoice(next);
  };
  return (
    <div className="timeline" ref={frame} data-compact={(room > 0 && room < COMPACT) || undefined}>
      <TimelineBar
        info={info}
        view={view}
        mode={mode}
        onMode={setMode}
        range={range}
        actors={actors}
        choice={choice}
        onChoice={choose}
      />
      {shown && flags.length > 0 && <TimelineFlags flags={flags} lanes={shown.lanes} width={width} />}
      {shown && marks.length > 0 && (
        <div className="timeline-queries">
          {marks.map((mark) => (
            <QueryMarks key={mark.label} run={run} {...mark} lanes={shown.lanes} width={width} />
          ))}
        </div>
      )}
      <TimelineCanvas
        {...{ box, info, range, geometry, shown, view, mode, place }}
        onUnfold={() => choose({ ...choice, unfolded: true })}
      />
      <Pointed info={info} place={place} lanes={shown?.lanes ?? null} box={box} />
    </div>
  );
}

/** Below this height, CSS pixels, only the picture is shown: its ruler and phases. */
const COMPACT = 100;

/** Fingers need more room than a pointer. */
const coarse = matchMedia('(pointer: coarse)').matches;

/** What is known of the whole run, whatever part of it is in view: the flags of each host, and the curves that are not zero all
 *  along. */
function useWhole({ run, steps, cast }: RunInfo): Pick<Geometry, 'curves'> & { flagRows: Geometry['flags'] } {
  const spans = useAsk('flagSpans', { run }, { gcTime: 0 }).data ?? null;
  const ask = { run, from: 0, to: steps, buckets: 1, axis: 'steps' } as const;
  const most = useAsk('lanes', ask, { gcTime: 0 }).data?.curves ?? null;
  const flagRows = useMemo(() => (spans === null ? [] : flagRowsOf(spans)), [spans]);
  const curves = useMemo(() => curvesOf(cast, most), [cast, most]);
  return { flagRows, curves };
}

/** The range as far as the run has it: a link may name a stretch that it does not have. */
function useRange(steps: number) {
  const range = useChosen((s) => s.range);
  return useMemo(
    () => (range && range.from < steps ? { from: range.from, to: Math.min(range.to, steps) } : null),
    [range, steps],
  );
}

/** Queries whose events have a lane each, and what the lane is called: that of the panel, and the selected page. */
function useMarks(): readonly { readonly label: string; readonly query: string }[] {
  const query = useChosen((s) => s.query);
  const page = useChosen((s) => s.page);
  return [
    ...(query === null ? [] : [{ label: words.query, query }]),
    ...(page === null ? [] : [{ label: words.page(sayPage(page)), query: `page=${page}` }]),
  ];
}
