/** The place of the tools' text, which is fetched when it is opened. */
import { lazy, Suspense, useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { checks as words } from '../texts/inspector.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';

const ProcPanel = lazy(() => import('./ProcPanel.tsx').catch(() => ({ default: NotLoaded })));

export function Tools({ info }: { info: RunInfo | null }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title={words.tools} folded onToggle={setOpen}>
      <Suspense>{open && info && <ProcPanel info={info} />}</Suspense>
    </Section>
  );
}
