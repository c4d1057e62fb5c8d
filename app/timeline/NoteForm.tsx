/** A note as it is written. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { LONGEST } from '../../engine/index.ts';
import type { Note } from '../state/notes.ts';
import { notes as words } from '../texts/timeline.ts';
import { Button } from '../ui/Button.tsx';
import { sayCount } from '../ui/say.ts';

interface Props {
  readonly note: Note;
  /** False when a link would not hold it. */
  readonly onSave: (note: Note) => boolean;
  readonly onCancel: () => void;
}

export function NoteForm({ note, onSave, onCancel }: Props) {
  const [name, setName] = useState(note.name);
  const [text, setText] = useState(note.text);
  const [full, setFull] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const cancel = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return;
    e.stopPropagation();
    onCancel();
  };
  return (
    <form
      className="note-form"
      aria-label={words.newNote(sayCount(note.step))}
      onSubmit={(e) => {
        e.preventDefault();
        if (name.trim()) setFull(!onSave({ step: note.step, name: name.trim(), text: text.trim() }));
      }}
    >
      <label>
        <span className="label">{words.name}</span>
        <input
          ref={first}
          className="input"
          required
          maxLength={LONGEST.noteName}
          value={name}
          onChange={(e) => setName(e.target.value)}
          onKeyDown={cancel}
        />
      </label>
      <label>
        <span className="label">{words.text}</span>
        <textarea
          className="input"
          rows={3}
          maxLength={LONGEST.noteText}
          value={text}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={cancel}
        />
      </label>
      {full && (
        <p className="field-error" role="alert">
          {words.full}
        </p>
      )}
      <div className="note-bar">
        <Button label={words.save} submit />
        <Button look="text" label={words.cancel} onClick={onCancel} />
      </div>
    </form>
  );
}
