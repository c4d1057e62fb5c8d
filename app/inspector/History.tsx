import type { ReactNode } from 'react';
import { seek } from '../state/actions.ts';
import { inspector as words } from '../texts/inspector.ts';
import { sayCount } from '../ui/say.ts';

interface Props<Line> {
  readonly lines: readonly Line[];
  /** What is spoken of a line after its step, and what is shown without `show`. */
  readonly say: (line: Line) => string;
  readonly show?: (line: Line) => ReactNode;
}

/** What happened, a line per event; each leads to its step. */
export function History<Line extends { readonly step: number }>({ lines, say, show = say }: Props<Line>) {
  return (
    lines.length > 0 && (
      <ol className="history">
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one step may have several lines
          <li key={`${line.step} ${i}`}>
            <button
              type="button"
              aria-label={words.goTo(line.step, say(line))}
              onClick={() => seek(line.step)}
            >
              <span className="history-step">{sayCount(line.step)}</span>
              <span>{show(line)}</span>
            </button>
          </li>
        ))}
      </ol>
    )
  );
}
