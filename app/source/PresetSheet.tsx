/** The presets on a sheet, to change from one to another. Fetched when it is opened. */
import { presets as words } from '../texts/source.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { PresetList } from './PresetList.tsx';

export default function PresetSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={words.sheet} open onClose={onClose}>
      {/* Closed by the dialog itself, so that the focus goes back to where it came from. */}
      <PresetList onPick={(button) => button.closest('dialog')?.close()} />
    </Sheet>
  );
}
