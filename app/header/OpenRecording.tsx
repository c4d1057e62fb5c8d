/** Opens a recording of a real migration: one that ships with the app, or a file. */
import { useEffect, useRef, useState } from 'react';
import { useShipped } from '../run/queries.ts';
import { readFile } from '../run/recordings.ts';
import { choose, complain } from '../state/actions.ts';
import { Menu } from '../ui/Popover.tsx';

let opened = 0;

async function openFile(file: File): Promise<void> {
  const text = await readFile(file);
  if (text.ok) choose({ kind: 'file', name: file.name, text: text.value, opened: ++opened });
  else complain(text.problem);
}

export function OpenRecording() {
  const picker = useRef<HTMLInputElement>(null);
  const shipped = useShipped();
  const dropping = useDrop();
  return (
    <>
      <Menu
        label="Recordings"
        face="Open recording"
        items={[
          ...(shipped.data ?? []).map((s) => ({
            id: s.name,
            label: s.title,
            onPick: () => choose({ kind: 'trace', trace: s.name }),
          })),
          { id: '', label: 'Open a file…', onPick: () => picker.current?.click() },
        ]}
      />
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Recording file"
        onChange={(e) => {
          const file = e.target.files?.[0];
          e.target.value = '';
          if (file) void openFile(file);
        }}
      />
      {dropping && <div className="drop-target">Drop the recording to open it</div>}
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
