/** The command palette: a field that filters, and a list to pick from. The focus stays in the field, as of a combobox. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { palette as texts } from '../texts/shell.ts';
import { COMMANDS, type Command, type Place, sayKeys } from './commands.ts';
import { OTHERS, placeCommand } from './others.ts';
import './palette.css';

const LISTED = [...COMMANDS.filter((c) => c.id !== 'palette'), ...OTHERS];

/** Commands that hold every word, in order. */
function matching(words: string, place: Place): readonly Command[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = placeCommand(words);
  return [...(asked ? [asked] : []), ...LISTED].filter(
    (c) =>
      (c === asked || wanted.every((word) => c.title.toLowerCase().includes(word))) &&
      (c.when?.(place) ?? true),
  );
}

export default function Palette({ place, onClose }: { place: Place; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(words, place);
  const active = Math.min(at, found.length - 1);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  // Closed first, so that the command finds the page as it was, with the focus where it came from.
  const pick = (command: Command | undefined) => {
    if (!command) return;
    dialog.current?.close();
    command.run(place);
  };
  const keys = (e: KeyboardEvent) => {
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    }[e.key];
    if (to !== undefined) setAt(Math.max(0, Math.min(found.length - 1, to)));
    else if (e.key === 'Enter') pick(found[active]);
    else return;
    e.preventDefault();
  };
  return (
    <dialog className="modal palette" ref={dialog} aria-label={texts.commands} onClose={onClose}>
      <input
        className="input"
        type="text"
        role="combobox"
        aria-label={texts.find}
        placeholder={texts.example}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(e) => {
          setWords(e.target.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <div className="palette-list" role="listbox" id={id} aria-label={texts.commands}>
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            className="palette-item"
            key={command.id}
            id={`${id}${i}`}
            role="option"
            aria-selected={i === active}
            tabIndex={-1}
            onClick={() => pick(command)}
          >
            <span>{command.title}</span>
            {command.keys && <kbd>{sayKeys(command.keys[0]!)}</kbd>}
          </div>
        ))}
      </div>
      <p className="spoken" role="status">
        {found.length === 0 ? texts.noneHeard : texts.found(found.length)}
      </p>
      {found.length === 0 && <p className="palette-none muted">{texts.none}</p>}
    </dialog>
  );
}
