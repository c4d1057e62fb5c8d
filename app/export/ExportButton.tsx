/** Opens the sheet of exports, which is fetched then. */
import { openSheet } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { header as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';
import { part } from '../ui/part.tsx';

const ExportSheet = part(() => import('./ExportSheet.tsx'));

export function ExportButton() {
  const open = useChosen((s) => s.sheet === 'export');
  return (
    <>
      <Button label={words.export} title="E" aria-haspopup="dialog" onClick={() => openSheet('export')} />
      {open && <ExportSheet />}
    </>
  );
}
