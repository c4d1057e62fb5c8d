/** The bar between the fields and the timeline: dragged, or moved by arrow keys, it gives one the room of the other; Enter folds the
 *  timeline to its phases. The browser stores both. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { split as words } from '../texts/shell.ts';
import { IconButton } from '../ui/Button.tsx';
import { setStored, stored } from '../ui/stored.ts';

/** Heights of the timeline, CSS pixels; layout.css leaves the fields what they need at least. */
const LEAST = 120;
const MOST = 900;
const STEP = 24;

export interface Split {
  /** Null: as high as the stylesheet makes it. */
  readonly height: number | null;
  readonly folded: boolean;
}

function readSplit(): Split {
  const match = /^(\d{2,4})?(folded)?$/.exec(stored('split') ?? '');
  return { height: match?.[1] ? clamp(Number(match[1])) : null, folded: match?.[2] !== undefined };
}

const clamp = (height: number): number => Math.round(Math.max(LEAST, Math.min(MOST, height)));

export function useSplit(): readonly [Split, (next: Split) => void] {
  const [split, setSplit] = useState(readSplit);
  const set = (next: Split) => {
    setStored('split', `${next.height ?? ''}${next.folded ? 'folded' : ''}` || null);
    setSplit(next);
  };
  return [split, set];
}

interface Props {
  readonly split: Split;
  readonly onSplit: (next: Split) => void;
  /** Id of the element whose height it sets. */
  readonly controls: string;
}

export function Splitter({ split, onSplit, controls }: Props) {
  /** Where the pointer and the height were when the drag began. */
  const drag = useRef<{ readonly y: number; readonly height: number } | null>(null);
  const shown = () => document.getElementById(controls)?.getBoundingClientRect().height ?? LEAST;
  const grow = (by: number) => onSplit({ height: clamp(shown() + by), folded: false });
  const fold = () => onSplit({ ...split, folded: !split.folded });
  const keys = (e: KeyboardEvent) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP, PageUp: 4 * STEP, PageDown: -4 * STEP }[e.key];
    if (e.key === 'Enter') fold();
    else if (e.key === 'Home') onSplit({ height: LEAST, folded: false });
    else if (e.key === 'End') onSplit({ height: MOST, folded: false });
    else if (by !== undefined) grow(by);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const move = (e: PointerEvent) => {
    if (drag.current)
      onSplit({ height: clamp(drag.current.height + drag.current.y - e.clientY), folded: false });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={words.height}
      aria-controls={controls}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={split.height ?? Math.round(shown())}
      aria-valuetext={split.folded ? words.isFolded : undefined}
      title={words.how}
      onKeyDown={keys}
      onDoubleClick={fold}
      onPointerDown={(e) => {
        drag.current = { y: e.clientY, height: shown() };
        e.currentTarget.setPointerCapture(e.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    />
  );
}

/** Folds the timeline to its phases, or shows all of it again. */
export function Fold({ split, onSplit }: Omit<Props, 'controls'>) {
  return (
    <IconButton
      icon={split.folded ? 'up' : 'down'}
      label={split.folded ? words.unfold : words.fold}
      onPress={() => onSplit({ ...split, folded: !split.folded })}
    />
  );
}
