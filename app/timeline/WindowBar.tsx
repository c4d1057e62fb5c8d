/** Which part of the run a magnified timeline shows: a small bar with a thumb to drag; arrow keys move it too. */
import type { KeyboardEvent, PointerEvent } from 'react';
import { clampWindow, type Window } from './scale.ts';

export interface WindowBarProps {
  readonly view: Window;
  readonly steps: number;
  readonly onView: (view: Window) => void;
}

export function WindowBar({ view, steps, onView }: WindowBarProps) {
  const width = view.to - view.from;
  const moveTo = (from: number) => onView(clampWindow({ from, to: from + width }, steps));
  const drag = (e: PointerEvent<HTMLDivElement>) => {
    const rect = e.currentTarget.getBoundingClientRect();
    moveTo(((e.clientX - rect.left) / rect.width) * steps - width / 2);
  };
  const keys = (e: KeyboardEvent) => {
    const by = { ArrowLeft: -0.1, ArrowRight: 0.1, PageUp: -1, PageDown: 1 }[e.key];
    if (by !== undefined) moveTo(view.from + Math.sign(by) * Math.max(1, Math.abs(by) * width));
    else if (e.key === 'Home') moveTo(0);
    else if (e.key === 'End') moveTo(steps);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <div
      className="timeline-window"
      role="scrollbar"
      aria-orientation="horizontal"
      aria-controls="timeline-canvas"
      aria-label="Part of the run in view"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, steps - width)}
      aria-valuenow={view.from}
      tabIndex={0}
      onPointerDown={(e) => {
        if (e.button !== 0) return;
        e.currentTarget.setPointerCapture(e.pointerId);
        drag(e);
      }}
      onPointerMove={(e) => {
        if (e.currentTarget.hasPointerCapture(e.pointerId)) drag(e);
      }}
      onKeyDown={keys}
    >
      <span style={{ left: `${(view.from / steps) * 100}%`, width: `${(width / steps) * 100}%` }} />
    </div>
  );
}
