/** The place of notes, which are fetched when there are any. */
import { lazy, Suspense, useState } from 'react';
import { useChosen } from '../state/store.ts';
import { notes as words } from '../texts/timeline.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';

const NotesPanel = lazy(() => import('./NotesPanel.tsx').catch(() => ({ default: NotLoaded })));

export function Notes() {
  const count = useChosen((s) => s.notes.length);
  const noting = useChosen((s) => s.noting);
  const [open, setOpen] = useState(false);
  const shown = open || count > 0 || noting;
  return (
    <Section
      title={
        <>
          {words.title} {count > 0 && <span className="count">{count}</span>}
        </>
      }
      folded={!shown}
      onToggle={setOpen}
    >
      <Suspense>{shown && <NotesPanel />}</Suspense>
    </Section>
  );
}
