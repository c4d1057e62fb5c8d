/** Opens the sheet of exports, which is fetched then. */
import { store, useChosen } from '../state/store.ts';
import { header as words } from '../texts/shell.ts';
import { part } from '../ui/part.tsx';

const ExportSheet = part(() => import('./ExportSheet.tsx'));

export function ExportButton() {
  const open = useChosen((s) => s.exporting);
  return (
    <>
      <button
        type="button"
        className="button"
        title="E"
        aria-haspopup="dialog"
        onClick={() => store.setState({ exporting: true })}
      >
        {words.export}
      </button>
      {open && <ExportSheet />}
    </>
  );
}
