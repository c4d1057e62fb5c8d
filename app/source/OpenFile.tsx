/** Opens files, chosen or dropped anywhere on the page, and the recordings that ship with the app. */
import { useEffect, useRef, useState } from 'react';
import { useShipped } from '../run/queries.ts';
import { choose, reportMissing } from '../state/actions.ts';
import { open as words } from '../texts/source.ts';
import { Menu } from '../ui/Popover.tsx';

/** The element that lets the reader choose a file: a command clicks it. */
export const FILE_PICKER = 'file-picker';

/** The readers of files are fetched with the first file. */
async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const part = await import('./open.ts').catch(reportMissing);
  await part?.open(files);
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
        multiple
        aria-label={words.picker}
        onChange={(e) => {
          const files = [...(e.target.files ?? [])];
          e.target.value = '';
          void openFiles(files);
        }}
      />
      {dropping && <div className="drop-target">{words.drop}</div>}
    </>
  );
}

/** Files may be dropped anywhere on the page, and pasted where no text is written. */
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
      const files = [...(e.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      e.preventDefault();
      void openFiles(files);
    };
    const paste = ({ clipboardData: data, target }: ClipboardEvent) => {
      if (!data || (target as HTMLElement).closest('input, textarea, [contenteditable]')) return;
      const text = data.getData('text/plain');
      const files = [...data.files];
      void openFiles(files.length > 0 || text === '' ? files : [new File([text], words.pasted)]);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, []);
  return over;
}
