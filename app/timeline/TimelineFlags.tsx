/** What goes wrong, what somebody noted and where two runs diverge, as flags over the phases: each leads to its step. They are buttons
 *  in the order of time, and so the list of them for whoever does not see the picture. */
import { memo } from 'react';
import type { Lanes } from '../../engine/index.ts';
import { seek } from '../state/actions.ts';
import { timeline as words } from '../texts/timeline.ts';
import { GUTTER } from './paint.ts';
import { type Flagged, flagsOf } from './scale.ts';

interface Props {
  readonly flags: readonly Flagged[];
  readonly lanes: Lanes;
  /** Of the timeline, labels included. */
  readonly width: number;
}

/** Room of `H22` in a flag. */
const ROOM = 34;

export const TimelineFlags = memo(function TimelineFlags({ flags, lanes, width }: Props) {
  return (
    <ol className="timeline-flags" aria-label={words.flags}>
      {flagsOf(lanes, flags, width - GUTTER, ROOM).map(({ x, flags: here }) => {
        const { step, kind } = here[0]!;
        const left = GUTTER + x + ROOM * here.length > width;
        return (
          <li
            key={step}
            data-kind={kind}
            data-left={left || undefined}
            style={left ? { right: width - GUTTER - x } : { left: GUTTER + x }}
          >
            <button
              type="button"
              title={here.map((h) => `${h.id}: ${h.title}`).join('\n')}
              aria-label={words.flag(here.map((h) => `${h.id}, ${h.title}`).join('; '), step)}
              onClick={() => seek(step)}
            >
              {here.map((h) => h.id).join(' ')}
            </button>
          </li>
        );
      })}
    </ol>
  );
});
