/** What the picture of the timeline is given. */
import type { RefObject } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import type { Cell } from '../ui/cell.ts';
import type { DragMode } from './gestures.ts';
import type { Place } from './Pointed.tsx';
import type { Geometry } from './rows.ts';
import type { Span } from './scale.ts';
import type { Shown } from './useShown.ts';
import type { TimelineWindow } from './useWindow.ts';

export interface CanvasProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly info: RunInfo;
  /** The stretch whose statistics are shown; null for none. */
  readonly range: Span | null;
  readonly geometry: Geometry;
  readonly shown: Shown | null;
  readonly view: TimelineWindow;
  readonly mode: DragMode;
  readonly place: Cell<Place | null>;
  /** Gives all lanes their names. */
  readonly onUnfold: () => void;
}
