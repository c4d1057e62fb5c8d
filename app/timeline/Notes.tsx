/** Named places of the run, and what somebody says about them. Open while there are any. */
import { useState } from 'react';
import { beginNote, leaveNote, removeNote, seek, setNotes } from '../state/actions.ts';
import { fits, type Note } from '../state/notes.ts';
import { store, useChosen } from '../state/store.ts';
import { notes as words } from '../texts/timeline.ts';
import { Button } from '../ui/Button.tsx';
import { Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { NoteForm } from './NoteForm.tsx';
import './notes.css';

export function Notes() {
  const count = useChosen((s) => s.notes.length);
  const noting = useChosen((s) => s.noting);
  const [open, setOpen] = useState(false);
  const shown = open || count > 0 || noting;
  return (
    <Section
      title={
        <>
          {words.title} {count > 0 && <span className="count">{count}</span>}
        </>
      }
      folded={!shown}
      onToggle={setOpen}
    >
      {shown && <NotesPanel />}
    </Section>
  );
}

function NotesPanel() {
  const notes = useChosen((s) => s.notes);
  const noting = useChosen((s) => s.noting);
  const [edited, setEdited] = useState<Note | null>(null);
  /** False when a link would not hold it. */
  const put = (note: Note, instead: Note | null): boolean => {
    const next = [...notes.filter((n) => n !== instead), note];
    if (!fits(next)) return false;
    setNotes(next);
    setEdited(null);
    return true;
  };
  return (
    <div className="notes">
      {notes.length === 0 && !noting && <p className="muted">{words.none}</p>}
      {notes.length > 0 && (
        <ol aria-label={words.list}>
          {notes.map((note) => (
            <li key={`${note.step} ${note.name}`}>
              {edited === note ? (
                <NoteForm note={note} onSave={(n) => put(n, note)} onCancel={() => setEdited(null)} />
              ) : (
                <Line note={note} onEdit={() => setEdited(note)} />
              )}
            </li>
          ))}
        </ol>
      )}
      {noting ? (
        <NewNote onSave={(note) => put(note, null)} />
      ) : (
        <Button label={words.add} onClick={beginNote} />
      )}
    </div>
  );
}

function NewNote({ onSave }: { onSave: (note: Note) => boolean }) {
  // The step at which it was begun: looking around meanwhile does not move it.
  const [step] = useState(() => store.getState().step);
  return <NoteForm note={{ step, name: '', text: '' }} onSave={onSave} onCancel={leaveNote} />;
}

function Line({ note, onEdit }: { note: Note; onEdit: () => void }) {
  const { step, name, text } = note;
  return (
    <>
      <Button look="text note-name" aria-label={words.goTo(name, sayCount(step))} onClick={() => seek(step)}>
        {name} <span className="muted">{words.step(sayCount(step))}</span>
      </Button>
      {text && <p className="note-text">{text}</p>}
      <div className="note-bar">
        <Button look="text" label={words.editShort} aria-label={words.edit(name)} onClick={onEdit} />
        <Button
          look="text"
          label={words.removeShort}
          aria-label={words.remove(name)}
          onClick={() => removeNote(note)}
        />
      </div>
    </>
  );
}
