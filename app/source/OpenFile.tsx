/** Opens files, chosen or dropped anywhere on the page, and the recordings that ship with the app. */
import { useEffect, useRef, useState } from 'react';
import { useShipped } from '../run/queries.ts';
import { choose, reportMissing } from '../state/actions.ts';
import { open as words } from '../texts/source.ts';
import { Menu } from '../ui/Popover.tsx';

/** The element that lets the reader choose a file: a command clicks it. */
export const FILE_PICKER = 'file-picker';

/** The readers of files are fetched with the first file. */
async function openFile(file: File): Promise<void> {
  const part = await import('./open.ts').catch(reportMissing);
  await part?.open(file);
}

export function OpenFile() {
  const picker = useRef<HTMLInputElement>(null);
  const shipped = useShipped();
  const dropping = useDrop();
  return (
    <>
      <Menu
        label={words.menu}
        face={words.open}
        items={[
          { id: '', label: words.file, detail: words.kinds, onPick: () => picker.current?.click() },
          ...(shipped.data ?? []).map((s) => ({
            id: s.name,
            label: s.title,
            onPick: () => choose({ kind: 'trace', trace: s.name }),
          })),
        ]}
      />
      <input
        ref={picker}
        id={FILE_PICKER}
        type="file"
        hidden
        aria-label={words.picker}
        onChange={(e) => {
          const file = e.target.files?.[0];
          e.target.value = '';
          if (file) void openFile(file);
        }}
      />
      {dropping && <div className="drop-target">{words.drop}</div>}
    </>
  );
}

/** A file may be dropped anywhere on the page. */
function useDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (e: DragEvent) => {
      if (!e.dataTransfer?.types.includes('Files')) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent) => e.relatedTarget === null && setOver(false);
    const drop = (e: DragEvent) => {
      setOver(false);
      const file = e.dataTransfer?.files[0];
      if (!file) return;
      e.preventDefault();
      void openFile(file);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
