/** What goes wrong, what somebody noted and where two runs diverge, as flags over the phases: each leads to its step. They are buttons
 *  in the order of time, and so the list of them for whoever does not see the picture. What has not happened yet at the step on
 *  screen is only outlined. */
import { memo, useEffect, useRef } from 'react';
import type { Lanes } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { seek } from '../state/actions.ts';
import { timeline as words } from '../texts/timeline.ts';
import { GUTTER } from './rows.ts';
import { type Flagged, flagsOf } from './scale.ts';

interface Props {
  readonly flags: readonly Flagged[];
  readonly lanes: Lanes;
  /** Of the timeline, labels included. */
  readonly width: number;
}

export const TimelineFlags = memo(function TimelineFlags({ flags, lanes, width }: Props) {
  const placed = flagsOf(lanes, flags, width - GUTTER);
  return (
    <ol className="timeline-flags" aria-label={words.flags} ref={useAhead(placed)}>
      {placed.map(({ x, left, flags: here }) => {
        const { step, kind } = here[0]!;
        return (
          <li key={`${kind} ${step}`} data-kind={kind} style={{ left: GUTTER + left }}>
            <span className="timeline-staff" style={{ left: x - left }} />
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

/** Marks the flags that the step has not reached, without a render. */
function useAhead(placed: ReturnType<typeof flagsOf>) {
  const { step } = useSession();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const mark = () => {
      placed.forEach(({ flags: [first] }, i) => {
        const ahead = first !== undefined && first.step > step.get();
        (list.current?.children[i] as HTMLElement | undefined)?.toggleAttribute('data-ahead', ahead);
      });
    };
    mark();
    return step.subscribe(mark);
  }, [placed, step]);
  return list;
}
