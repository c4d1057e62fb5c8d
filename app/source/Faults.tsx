/** The place of the faults’ editor, which is fetched when it is opened. */

import { lazy, Suspense, useState } from 'react';
import type { Scenario } from '../../engine/index.ts';
import { scenario as words } from '../texts/source.ts';
import { Loading } from '../ui/Loading.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';

const FaultsEditor = lazy(() => import('./FaultsEditor.tsx').catch(() => ({ default: NotLoaded })));

export function Faults({ scenario }: { scenario: Scenario }) {
  const [open, setOpen] = useState(false);
  const count = scenario.faults.split(';').filter((fault) => fault.trim() !== '').length;
  return (
    <Section
      title={
        <>
          {words.breaks}{' '}
          {count > 0 && (
            <span className="count" title={words.faults(count)}>
              {count}
            </span>
          )}
        </>
      }
      folded
      onToggle={setOpen}
    >
      <Suspense fallback={<Loading />}>{open && <FaultsEditor scenario={scenario} />}</Suspense>
    </Section>
  );
}
