/** The timeline below the fields, and on narrow screens the statistics of the range under it. */
import type { ReactNode } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { screen as words } from '../texts/shell.ts';
import { part } from '../ui/part.tsx';
import { Range } from './Range.tsx';

/** Fetched while the engine makes the first frame. */
const Timeline = part(() => import('./Timeline.tsx'));

interface Props {
  readonly info: RunInfo | null;
  readonly id?: string;
  /** Stands over the timeline. */
  readonly children?: ReactNode;
}

export function Events({ info, id, children }: Props) {
  return (
    <>
      <section id={id} className="events" aria-label={words.timeline}>
        {children}
        {info && <Timeline info={info} />}
      </section>
      <Range info={info} below />
    </>
  );
}
