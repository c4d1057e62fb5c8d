/** Opens the sheet of exports, which is fetched then. */
import { lazy, Suspense } from 'react';
import { openSheet } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { header as words } from '../texts/shell.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';

const ExportSheet = lazy(() => import('./ExportSheet.tsx').catch(() => ({ default: NotLoaded })));

export function ExportButton() {
  const open = useChosen((s) => s.sheet === 'export');
  return (
    <>
      <button
        type="button"
        className="button"
        title="E"
        aria-haspopup="dialog"
        onClick={() => openSheet('export')}
      >
        {words.export}
      </button>
      <Suspense>{open && <ExportSheet />}</Suspense>
    </>
  );
}
