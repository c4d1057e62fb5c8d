/** Opens the sheet of exports, which is fetched then. */
import { openSheet } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { header as words } from '../texts/shell.ts';
import { part } from '../ui/part.tsx';

const ExportSheet = part(() => import('./ExportSheet.tsx'));

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
      {open && <ExportSheet />}
    </>
  );
}
