/** A value that can be asked about: pressing it asks why it is so. */
import type { ReactNode } from 'react';
import { inspector as words } from '../texts/inspector.ts';

interface Props {
  /** What it is, where its own text does not say it all. */
  readonly what: string;
  readonly onAsk: () => void;
  readonly children: ReactNode;
}

export function Ask({ what, onAsk, children }: Props) {
  return (
    <button
      type="button"
      className="ask"
      aria-label={words.why(what)}
      title={words.why(what)}
      onClick={onAsk}
    >
      {children}
    </button>
  );
}
