/** What goes wrong, as flags over the phases: each leads to the first step at which it holds. They are buttons in the order of
 *  time, and so the list of them for whoever does not see the picture. */
import { memo } from 'react';
import type { Hazard, Lanes } from '../../engine/index.ts';
import { GUTTER } from './paint.ts';
import { flags } from './scale.ts';

interface Props {
  readonly hazards: readonly Hazard[];
  readonly lanes: Lanes;
  /** Of the timeline, labels included. */
  readonly width: number;
  readonly onSeek: (step: number) => void;
}

/** Room of `H22` in a flag. */
const ROOM = 34;

export const HazardMarks = memo(function HazardMarks({ hazards, lanes, width, onSeek }: Props) {
  return (
    <ol className="timeline-hazards" aria-label="Hazards on the timeline">
      {flags(lanes, hazards, width - GUTTER, ROOM).map(({ x, hazards: here }) => {
        const step = (here[0] as Hazard).step;
        const left = GUTTER + x + ROOM * here.length > width;
        return (
          <li
            key={step}
            data-left={left || undefined}
            style={left ? { right: width - GUTTER - x } : { left: GUTTER + x }}
          >
            <button
              type="button"
              title={here.map((h) => `${h.id}: ${h.title}`).join('\n')}
              aria-label={`${here.map((h) => `${h.id}, ${h.title}`).join('; ')}: go to step ${step}`}
              onClick={() => onSeek(step)}
            >
              {here.map((h) => h.id).join(' ')}
            </button>
          </li>
        );
      })}
    </ol>
  );
});
