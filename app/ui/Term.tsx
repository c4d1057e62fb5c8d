/** A word that explains itself on hover, focus and touch. What it says stands above everything, and Escape hides it. */
import { type ReactNode, useId, useRef, useState } from 'react';
import { type Entry, partsOf, useTerms } from './terms.ts';
import './glossary.css';

/** A term by its name; a name that the glossary lacks stands as it is. */
export function Term({ children }: { children: string }) {
  const entry = useTerms().get(children.toLowerCase());
  return entry ? <Explained entry={entry}>{children}</Explained> : <em>{children}</em>;
}

/** A text with all of its terms explained. */
export function Terms({ children }: { children: string }) {
  const terms = useTerms();
  return partsOf(children, terms).map(({ text, entry }) =>
    entry ? (
      <Explained key={text} entry={entry}>
        {text}
      </Explained>
    ) : (
      text
    ),
  );
}

function Explained({ entry, children }: { entry: Entry; children: ReactNode }) {
  const id = useId();
  const face = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const show = () => {
    const [at, box] = [face.current, note.current];
    if (!at || !box || open || !showNow(box)) return;
    setOpen(true);
    const { left, top, bottom } = at.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const above = top - height - 6;
    box.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    box.style.top = `${above >= 8 ? above : bottom + 6}px`;
  };
  const hide = () => {
    setOpen(false);
    if (note.current?.matches(':popover-open')) note.current.hidePopover();
  };
  return (
    <span className="term">
      <button
        ref={face}
        type="button"
        aria-describedby={id}
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(e) => {
          if (e.key !== 'Escape' || !open) return;
          hide();
          e.stopPropagation();
        }}
      >
        {children}
      </button>
      <span role="tooltip" id={id} ref={note} popover="manual">
        {entry.words}
      </span>
    </span>
  );
}

/** False where the browser refuses: while another popover is being shown, which focuses the first term in it, none may be. */
function showNow(box: HTMLElement): boolean {
  try {
    box.showPopover();
    return true;
  } catch {
    return false;
  }
}
