/** A script to be written and run: the editor, its errors in words, and what its run said about each line. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type OpDone, parseScript, type ScriptError } from '../../engine/index.ts';
import { script as texts } from '../texts/script.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { begin } from '../ui/idle.ts';
import { useNewest } from '../ui/useNewest.ts';
import { createEditor, type Editor, type Listener, type Note } from './editor.ts';

interface Props {
  readonly text: string;
  readonly onEdit: (text: string) => void;
  /** Called with texts that the parser takes. */
  readonly onRun: (text: string) => void;
  /** What the run of this text said. */
  readonly problems: readonly ScriptError[];
  /** What each operation of this text did; empty when it was not run. */
  readonly done: readonly OpDone[];
  /** Line of the step on screen. */
  readonly here: number | null;
  readonly onLine: (line: number) => void;
  /** Stands beside the Run button. */
  readonly children?: ReactNode;
}

/** Errors are shown once the typing rests: half a word is not one yet. */
const REST_MS = 400;
const LISTED = 20;

export function ScriptEditor(props: Props) {
  const { text, problems, done, here } = props;
  const [pressed, setPressed] = useState(0);
  const settled = useSettled(text, pressed);
  const errors = useMemo(() => errorsOf(settled), [settled]);
  const notes = useMemo<readonly Note[]>(
    () => [
      ...errors.map((e) => ({ ...e, severity: 'error' as const })),
      ...problems.map((p) => ({ ...p, severity: 'info' as const })),
    ],
    [errors, problems],
  );
  const run = (now: string) => {
    setPressed((n) => n + 1);
    const [first] = errorsOf(now);
    if (first) editor?.goTo(first.line, first.column);
    else props.onRun(now);
  };
  const { host, editor } = useEditor(text, { onEdit: props.onEdit, onRun: run, onLine: props.onLine });
  // Errors of a text that was edited since would stand at wrong places.
  useEffect(() => {
    if (settled === text) editor?.setNotes(notes);
  }, [editor, notes, settled, text]);
  useEffect(() => editor?.setMarks({ done, here }), [editor, done, here]);

  return (
    <>
      <div className="editor-bar">
        <Button look="primary" onClick={() => run(text)}>
          <Icon name="play" />
          {texts.run}
        </Button>
        {props.children}
      </div>
      <div className="editor" data-typed ref={host} />
      <p className="spoken" role="status">
        {notes.length > 0 && texts.problemCount(errors.length, problems.length)}
      </p>
      {notes.length > 0 && <Notes notes={notes} onGo={(n) => editor?.goTo(n.line, n.column)} />}
      <ol className="spoken" aria-label={texts.returned}>
        {done.slice(0, 200).map((op) => (
          <li key={op.line}>{texts.returnedBy(op.line, op.says)}</li>
        ))}
      </ol>
    </>
  );
}

/** The editor in an element. It is made once, with the text of the first render. */
function useEditor(text: string, listener: Listener) {
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const newest = useNewest(listener);
  const first = useRef(text);
  useEffect(() => {
    const made = createEditor(host.current!, first.current, {
      onEdit: (t) => newest.current.onEdit(t),
      onRun: (t) => newest.current.onRun(t),
      onLine: (l) => newest.current.onLine(l),
    });
    setEditor(made);
    return () => made.close();
  }, [newest]);
  useEffect(() => {
    first.current = text;
    editor?.setText(text);
  }, [editor, text]);
  return { host, editor };
}

/** Errors and notes in words; each leads to its place. */
function Notes({ notes, onGo }: { notes: readonly Note[]; onGo: (note: Note) => void }) {
  return (
    <ol className="notes" aria-label={texts.problems}>
      {notes.slice(0, LISTED).map((n) => (
        <li key={`${n.line}:${n.column}:${n.message}`}>
          <button type="button" className="note" onClick={() => onGo(n)}>
            <span className={n.severity === 'error' ? 'bad' : 'muted'}>{texts.line(n.line)}</span> {n.message}
          </button>
        </li>
      ))}
      {notes.length > LISTED && <li className="muted">{texts.more(notes.length - LISTED)}</li>}
    </ol>
  );
}

function errorsOf(text: string): readonly ScriptError[] {
  const parsed = parseScript(text);
  return parsed.ok ? [] : parsed.errors;
}

/** The text once it has rested, or at once when `now` changes. */
function useSettled(text: string, now: number): string {
  const [settled, setSettled] = useState({ text, now });
  if (settled.now !== now) setSettled({ text, now });
  useEffect(() => {
    const end = begin();
    const timer = setTimeout(() => {
      setSettled((s) => ({ ...s, text }));
      end();
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [text]);
  return settled.text;
}
