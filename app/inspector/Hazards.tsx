/** What goes wrong in the run: a line each; causes and remedy are fetched with the first one opened. */
import { useState } from 'react';
import type { Hazard, RunInfo } from '../../engine/index.ts';
import { SEARCHED_MAX, useHazards } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { checks as words } from '../texts/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { Loading, part } from '../ui/part.tsx';
import { Section } from '../ui/Section.tsx';

const HazardDetails = part(() => import('./HazardDetails.tsx'), { waiting: Loading });

export function Hazards({ info }: { info: RunInfo | null }) {
  const { engine } = useSession();
  const { data, error, isFetching, refetch } = useHazards(engine, info);
  const found = data?.length ?? 0;
  return (
    <Section
      title={
        <>
          {words.hazards} {found > 0 && <span className="count bad">{found}</span>}
        </>
      }
      folded={false}
    >
      <div role="status">
        {isFetching && <p className="muted">{words.looking}</p>}
        {data?.length === 0 && <p className="muted">{words.none}</p>}
      </div>
      {error && <p className="muted">{error.problem.message}</p>}
      {info && info.steps > SEARCHED_MAX && !data && !isFetching && (
        <Button label={words.through(info.steps)} onClick={() => void refetch()} />
      )}
      {found > 0 && (
        <ol className="hazards" aria-label={words.hazards}>
          {data?.map((hazard) => (
            <Line key={`${info?.run} ${hazard.id}`} hazard={hazard} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Line({ hazard }: { hazard: Hazard }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>
          <code className="bad">{hazard.id}</code> {hazard.title}
        </summary>
        {open && <HazardDetails hazard={hazard} />}
      </details>
    </li>
  );
}
