/** What a run leaves beside its script: the line of the step on screen, and what each operation returned. */
import { type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { OpDone } from '../../engine/index.ts';

export interface Marks {
  readonly done: readonly OpDone[];
  /** Line from 1, or null. */
  readonly here: number | null;
}

export const setMarks = StateEffect.define<Marks>();

/** Any edit takes the marks away: they belong to the text that was run. */
export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, change) {
    let next = change.docChanged ? Decoration.none : shown;
    for (const e of change.effects)
      if (e.is(setMarks)) {
        const ranges: Range<Decoration>[] = [];
        const { doc } = change.state;
        for (const op of e.value.done) {
          if (op.line < 1 || op.line > doc.lines) continue;
          const line = doc.line(op.line);
          if (op.line === e.value.here) ranges.push(HERE.range(line.from));
          if (op.says !== '')
            ranges.push(Decoration.widget({ widget: new Says(op.says), side: 1 }).range(line.to));
        }
        next = Decoration.set(ranges, true);
      }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const HERE = Decoration.line({ class: 'cm-here' });

/** `→ -1 EEXIST` after the words of a line. Spoken it would be taken for text: a list beside the editor says it. */
class Says extends WidgetType {
  constructor(private readonly says: string) {
    super();
  }

  override eq(other: Says): boolean {
    return other.says === this.says;
  }

  override toDOM(): HTMLElement {
    const span = document.createElement('span');
    span.className = isBad(this.says) ? 'cm-says bad' : 'cm-says';
    span.setAttribute('aria-hidden', 'true');
    span.textContent = `→ ${this.says}`;
    return span;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** An errno, a signal, or a thread asleep. */
function isBad(says: string): boolean {
  return /^-1\b|^E[A-Z]|^SIG|blocked/.test(says);
}
