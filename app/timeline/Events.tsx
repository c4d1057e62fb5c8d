/** The timeline below the fields, and on narrow screens the statistics of the range under it. */
import type { RunInfo } from '../../engine/index.ts';
import { screen as words } from '../texts/shell.ts';
import { Range } from './Range.tsx';
import { Timeline } from './Timeline.tsx';

export function Events({ info, id }: { info: RunInfo | null; id?: string }) {
  return (
    <>
      <section id={id} className="events" aria-label={words.timeline}>
        {info && <Timeline info={info} />}
      </section>
      <Range info={info} below />
    </>
  );
}
