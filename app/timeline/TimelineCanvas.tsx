/** The picture of the run, as one slider for keyboards and screen readers. */
import { useId, useState } from 'react';
import { ACTORS } from '../../engine/index.ts';
import { timeline as words } from '../texts/timeline.ts';
import { createCell } from '../ui/cell.ts';
import type { CanvasProps } from './props.ts';
import { type Geometry, rowsOf } from './rows.ts';
import type { Span } from './scale.ts';
import { useHands } from './useHands.ts';
import { useKeys } from './useKeys.ts';
import { useOverlay, usePicture } from './usePicture.ts';

/** `vcpu:52 kvm:67`: the middle of each lane, CSS pixels from the top. */
const lanesOf = (g: Geometry): string =>
  rowsOf(g)
    .flatMap((row) => (row.kind === 'lane' ? [`${ACTORS[row.actor]}:${Math.round(row.y + row.h / 2)}`] : []))
    .join(' ');

export function TimelineCanvas(props: CanvasProps) {
  const { box, info, shown, mode, place } = props;
  const help = useId();
  const [pointer] = useState(() => createCell<number | null>(null));
  const [drawn] = useState(() => createCell<Span | null>(null));
  const picture = usePicture(props);
  const overlay = useOverlay(props, pointer, drawn);
  useHands(props, pointer, drawn);
  return (
    <>
      <div
        ref={box}
        className="timeline-canvas"
        id="timeline-canvas"
        data-mode={mode}
        data-lanes={lanesOf(props.geometry)}
        data-from={shown?.lanes.from}
        data-to={shown?.lanes.to}
        role="slider"
        tabIndex={0}
        aria-label={words.timeline}
        aria-describedby={help}
        aria-valuemin={0}
        aria-valuemax={info.steps}
        aria-valuenow={0}
        onKeyDown={useKeys(props)}
        onBlur={() => place.set(null)}
      >
        <canvas ref={picture} />
        <canvas ref={overlay} />
      </div>
      <p className="spoken" id={help}>
        {words.keys}
      </p>
    </>
  );
}
