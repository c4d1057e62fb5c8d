/** What the timeline and its picture are given. */
import type { ReactNode, RefObject } from 'react';
import type { Axis, RunInfo } from '../../engine/index.ts';
import type { Engine } from '../run/engine.ts';
import type { Cell, Watched } from '../ui/cell.ts';
import type { Palette } from '../ui/theme.ts';
import type { DragMode } from './gestures.ts';
import type { Place } from './Pointed.tsx';
import type { Geometry } from './paint.ts';
import type { Flagged, Span } from './scale.ts';
import type { Shown } from './useShown.ts';
import type { SetWindow } from './useWindow.ts';

export interface TimelineProps {
  readonly info: RunInfo;
  readonly engine: Engine;
  readonly step: Watched<number>;
  readonly onSeek: (step: number) => void;
  readonly axis: Axis;
  readonly onAxis: (axis: Axis) => void;
  /** Part of the run in view; null for all of it. */
  readonly view: Span | null;
  /** `follows`: it moves along with the step, not by the reader's own hand. */
  readonly onView: (view: Span | null, follows: boolean) => void;
  /** The stretch whose statistics are shown; null for none. */
  readonly range: Span | null;
  readonly onRange: (range: Span | null) => void;
  /** The actor whose lane is picked; null for none. */
  readonly lane: number | null;
  readonly onLane: (lane: number | null) => void;
  /** To the next event of the picked actor, or back to the one before. */
  readonly onStepLane: (back: boolean) => void;
  readonly flags: readonly Flagged[];
  /** Queries whose events have a lane each, and what the lane is called. */
  readonly marks: readonly { readonly label: string; readonly query: string }[];
  /** What stands at the right end of the bar. */
  readonly tools?: ReactNode;
  readonly palette: Palette;
}

export interface CanvasProps
  extends Pick<
    TimelineProps,
    'info' | 'step' | 'range' | 'lane' | 'palette' | 'onSeek' | 'onRange' | 'onLane' | 'onStepLane'
  > {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly geometry: Geometry;
  readonly shown: Shown | null;
  readonly view: Span;
  /** That of the newest change, which may not be rendered yet. */
  readonly newestView: { readonly current: Span };
  readonly setView: SetWindow;
  readonly mode: DragMode;
  readonly place: Cell<Place | null>;
}
