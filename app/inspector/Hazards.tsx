/** What goes wrong in the run: what has happened up to the step on screen, a line each, and folded below it what comes later.
 *  Causes and remedy are fetched with the first one opened. */
import { type CSSProperties, useState } from 'react';
import type { Hazard, RunInfo } from '../../engine/index.ts';
import { SEARCHED_MAX, useHazards } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { checks as words } from '../texts/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { Loading, part } from '../ui/part.tsx';
import { Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

const HazardDetails = part(() => import('./HazardDetails.tsx'), { waiting: Loading });

const NONE: readonly Hazard[] = [];

export function Hazards({ info }: { info: RunInfo | null }) {
  const { engine } = useSession();
  const { data, error, isFetching, refetch } = useHazards(engine, info);
  const found = data ?? NONE;
  // How many have begun: the section renders again only when that changes.
  const begun = useChosen((s) => found.filter((hazard) => hazard.step <= s.step).length);
  const [now, later] = partsOf(found, begun);
  return (
    <Section
      title={
        <>
          {words.hazards} {begun > 0 && <span className="count bad">{sayCount(begun)}</span>}
        </>
      }
      folded={false}
    >
      {/* Room for all of them, so that what stands below stays where it is when one begins. */}
      <div className="hazard-room" style={{ '--lines': Math.max(1, found.length) + 1 } as CSSProperties}>
        <div role="status">
          {isFetching && <p className="muted">{words.looking}</p>}
          {data && begun === 0 && <p className="muted">{found.length === 0 ? words.none : words.noneYet}</p>}
        </div>
        {error && <p className="muted">{error.problem.message}</p>}
        {info && info.steps > SEARCHED_MAX && !data && !isFetching && (
          <Button label={words.through} onClick={() => void refetch()} />
        )}
        {info && <List run={info.run} label={words.hazards} hazards={now} tone="bad" />}
        {info && later.length > 0 && (
          <details className="hazards-later">
            <summary className="muted">{words.later(later.length)}</summary>
            <List run={info.run} label={words.laterHazards} hazards={later} tone="muted" />
          </details>
        )}
      </div>
    </Section>
  );
}

/** Those that have begun, and those that begin later. */
function partsOf(found: readonly Hazard[], begun: number): readonly [readonly Hazard[], readonly Hazard[]] {
  const byStep = [...found].sort((a, b) => a.step - b.step);
  return [byStep.slice(0, begun), byStep.slice(begun)];
}

interface ListProps {
  readonly run: number;
  readonly label: string;
  readonly hazards: readonly Hazard[];
  readonly tone: 'bad' | 'muted';
}

function List({ run, label, hazards, tone }: ListProps) {
  if (hazards.length === 0) return null;
  return (
    <ol className="hazards" aria-label={label}>
      {hazards.map((hazard) => (
        <Line key={`${run} ${hazard.id}`} hazard={hazard} tone={tone} />
      ))}
    </ol>
  );
}

function Line({ hazard, tone }: { hazard: Hazard; tone: string }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>
          <code className={tone}>{hazard.id}</code> {hazard.title}
        </summary>
        {open && <HazardDetails hazard={hazard} />}
      </details>
    </li>
  );
}
