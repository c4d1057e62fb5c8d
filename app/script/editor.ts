/** A CodeMirror for scripts in a shadow root of `host`: there its styles are adopted as sheets, which a strict content
 *  policy allows. The host says `data-typed`, so that the page leaves its keys alone. */
import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec, type StateEffect } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import type { ScriptError } from '../../engine/index.ts';
import { script as words } from '../texts/script.ts';
import { explain, offersAt, regionsOf } from './complete.ts';
import { scriptLanguage } from './language.ts';
import { type Marks, marks, setMarks } from './marks.ts';
import { theme } from './theme.ts';

export interface Listener {
  onEdit(text: string): void;
  onRun(text: string): void;
  /** The reader asks for the moment of a line. */
  onLine(line: number): void;
}

/** `error`: the script cannot be run so. `info`: it was run, and there is something to say. */
export interface Note extends ScriptError {
  readonly severity: 'error' | 'info';
}

export interface Editor {
  /** Replaces the text when it is another one; one step of undo. */
  setText(text: string): void;
  setNotes(notes: readonly Note[]): void;
  setMarks(marks: Marks): void;
  /** Puts the cursor there and takes the keyboard. */
  goTo(line: number, column: number): void;
  close(): void;
}

export function createEditor(host: HTMLElement, text: string, listener: Listener): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({ doc: text, extensions: extensions(listener) }),
  });
  return {
    setText(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        selection: { anchor: 0 },
        scrollIntoView: true,
      });
    },
    setNotes: (notes) => view.dispatch(setDiagnostics(view.state, toDiagnostics(view.state, notes))),
    setMarks(next) {
      const effects: StateEffect<unknown>[] = [setMarks.of(next)];
      // Who is typing keeps the place; who watches is shown the line.
      if (next.here !== null && !view.hasFocus)
        effects.push(EditorView.scrollIntoView(placeAt(view.state, next.here, 1), { yMargin: 40 }));
      view.dispatch({ effects });
    },
    goTo(line, column) {
      const anchor = placeAt(view.state, line, column);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

function extensions(listener: Listener) {
  const run = (view: EditorView) => {
    listener.onRun(view.state.doc.toString());
    return true;
  };
  const line = (view: EditorView) => {
    listener.onLine(view.state.doc.lineAt(view.state.selection.main.head).number);
    return true;
  };
  return [
    // Above the keys that come with the editor: there Mod-Enter opens a line.
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run },
        { key: 'Alt-Enter', run: line },
      ]),
    ),
    lineNumbers({
      domEventHandlers: {
        click(view, block) {
          listener.onLine(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
    lintGutter(),
    highlightActiveLineGutter(),
    history(),
    EditorView.lineWrapping,
    scriptLanguage,
    autocompletion({ override: [complete], icons: false }),
    hoverTooltip(explainWord),
    marks,
    theme,
    placeholder('mmap RAM 2m'),
    // Without Tab: it leaves the editor, as it leaves every other field.
    keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({
      // What scrolls can be reached by Tab.
      tabindex: '0',
      'aria-label': words.script,
      'aria-description': words.spokenKeys,
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
    }),
    EditorView.domEventHandlers({ beforeinput: typeOver }),
    EditorView.updateListener.of((u) => {
      if (u.docChanged) listener.onEdit(u.state.doc.toString());
    }),
  ];
}

/** What is typed over a selection is put in its place here: Chromium, left to itself, gives it the style of what it replaces,
 *  as an attribute, which the content policy refuses and reports. */
function typeOver(e: InputEvent, view: EditorView): boolean {
  if (e.inputType !== 'insertText' || e.data === null || view.state.selection.main.empty) return false;
  view.dispatch(view.state.replaceSelection(e.data), { userEvent: 'input.type', scrollIntoView: true });
  return true;
}

/** An index into the text; lines and columns beyond it are drawn in. */
function placeAt({ doc }: EditorState, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column, 1) - 1, at.to);
}

function toDiagnostics(state: EditorState, notes: readonly Note[]): Diagnostic[] {
  return notes.map((n) => ({
    from: placeAt(state, n.line, n.column),
    to: placeAt(state, n.line, n.endColumn),
    severity: n.severity,
    message: n.message,
  }));
}

function complete(context: CompletionContext) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const found = offersAt(before, regionsOf(context.state.sliceDoc(0, line.from)));
  if (!found || (found.optional && found.from === before.length && !context.explicit)) return null;
  return { from: line.from + found.from, options: found.offers.map((o) => ({ ...o })) };
}

function explainWord(view: EditorView, at: number) {
  const line = view.state.doc.lineAt(at);
  const word = /^\s*([^\s#]+)/.exec(line.text);
  if (!word) return null;
  const from = line.from + word[0].length - word[1]!.length;
  const to = line.from + word[0].length;
  const found = at >= from && at <= to ? explain(word[1]!) : null;
  if (!found) return null;
  return {
    pos: from,
    end: to,
    create() {
      const dom = document.createElement('div');
      dom.className = 'cm-explained';
      const code = document.createElement('code');
      code.textContent = found.usage;
      dom.append(code, found.help);
      return { dom };
    },
  };
}
