/** Keyboard for the whole page, with the palette and the sheet that list what it can do. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { transport as words } from '../texts/timeline.ts';
import { Button } from '../ui/Button.tsx';
import { Closed, part } from '../ui/part.tsx';
import { commandOf, keyOf, type Place, type Shown } from './commands.ts';

/** What is missing is said among the notices; this is no place for it. */
const CLOSED = { missing: Closed };
const Palette = part(() => import('./Palette.tsx'), CLOSED);
const BranchSheet = part(() => import('../source/BranchSheet.tsx'), { missing: () => null });
const GlossarySheet = part(() => import('../ui/GlossarySheet.tsx'), CLOSED);
const Shortcuts = part(() => import('./Shortcuts.tsx'), CLOSED);
const Licences = part(() => import('./Licences.tsx'), CLOSED);

/** Widgets that need these keys for themselves (`data-typed`: one in a shadow root). Lists do not: up and down pick there, left and right step. */
const TAKEN = 'input, textarea, dialog, [data-typed], [role=slider]';
/** And those that write, for which Control and Command have meanings of their own. */
const WRITING = 'input:not([type=checkbox], [type=radio]), textarea, dialog, [data-typed]';
const PRESSED_BY_SPACE = 'button, select, a, summary, [type=checkbox]';

export function Keys() {
  const { run, engine } = useSession();
  const [open, setOpen] = useState<Shown | null>(null);
  const [term, setTerm] = useState('');
  /** What is typed between the palette's key and the palette, which is fetched with the first one; null at other times. */
  const typed = useRef<string | null>(null);
  const place = useMemo<Place>(
    () => ({
      get info() {
        return run.get();
      },
      engine,
      show(what, about = '') {
        if (what === 'palette') typed.current ??= '';
        setTerm(about);
        setOpen(what);
      },
    }),
    [run, engine],
  );
  useEffect(() => {
    const down = (e: KeyboardEvent) => {
      if (e.defaultPrevented) return;
      if (typed.current !== null && !document.querySelector('dialog[open]')) {
        if (e.key.length === 1 && !e.ctrlKey && !e.metaKey) {
          typed.current += e.key;
          e.preventDefault();
          return;
        }
        typed.current = null;
      }
      const command = commandOf(keyOf(e), place);
      if (!command || (!command.everywhere && isTaken(e))) return;
      command.run(place);
      e.preventDefault();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, [place]);
  const branching = useChosen((s) => s.sheet === 'branch');
  const close = () => {
    typed.current = null;
    setOpen(null);
  };
  return (
    <>
      <Button look="quiet" aria-label={words.shortcuts} onClick={() => setOpen('shortcuts')}>
        ?
      </Button>
      {open === 'palette' && <Palette place={place} typed={typed} onClose={close} />}
      {branching && <BranchSheet />}
      {open === 'glossary' && <GlossarySheet term={term} onClose={close} />}
      {open === 'licences' && <Licences onClose={close} />}
      {open === 'shortcuts' && <Shortcuts onClose={close} onLicences={() => setOpen('licences')} />}
    </>
  );
}

function isTaken(e: KeyboardEvent): boolean {
  const target = e.target instanceof Element ? e.target : null;
  if (e.ctrlKey || e.metaKey) return Boolean(target?.closest(WRITING));
  if (e.key === ' ') return Boolean(target?.closest(`${TAKEN}, ${PRESSED_BY_SPACE}`));
  // Radio buttons pick by the arrows and need no letters.
  const free = e.key.startsWith('Arrow') ? '[type=checkbox]' : '[type=checkbox], [type=radio]';
  return Boolean(target?.closest(TAKEN)) && !target?.closest(free);
}
