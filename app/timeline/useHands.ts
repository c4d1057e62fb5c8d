/** What hands on the timeline change: they come between renders and find what is newest. */
import { useEffect } from 'react';
import { pickLane, seek, setRange } from '../state/actions.ts';
import type { Cell } from '../ui/cell.ts';
import { useNewest } from '../ui/useNewest.ts';
import { type Hands, listen } from './gestures.ts';
import type { Place } from './Pointed.tsx';
import type { CanvasProps } from './props.ts';
import { GUTTER, laneAt, PRESSED, rowAt, unfoldsAt } from './rows.ts';
import {
  bands,
  clampWindow,
  columnAt,
  panWindow,
  partOfWindow,
  type Span,
  stepAtPart,
  zoomWindow,
} from './scale.ts';

/** `pointer` is the part of the width where the pointer is, `drawn` a range while a hand draws it. */
export function useHands(props: CanvasProps, pointer: Cell<number | null>, drawn: Cell<Span | null>): void {
  const newest = useNewest(props);
  const { box } = props;
  useEffect(() => {
    const el = box.current;
    return el ? listen(el, handsOn(el, newest, pointer, drawn)) : undefined;
  }, [box, newest, pointer, drawn]);
}

function handsOn(
  el: HTMLElement,
  newest: { readonly current: CanvasProps },
  pointer: Cell<number | null>,
  drawn: Cell<Span | null>,
): Hands {
  const lanesNow = () => newest.current.shown?.lanes ?? null;
  const partAt = (x: number) => Math.max(0, Math.min(1, (x - GUTTER) / (el.clientWidth - GUTTER)));
  const between = (a: number, b: number): Span | null => {
    const lanes = lanesNow();
    if (!lanes || lanes.to === lanes.from) return null;
    const [one, other] = [columnAt(lanes, partAt(a)), columnAt(lanes, partAt(b))];
    return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
  };
  let grasped = newest.current.view.newest.current;
  return {
    mode: () => newest.current.mode,
    point(at) {
      const lanes = lanesNow();
      const { geometry, place } = newest.current;
      const part = at && at.x >= GUTTER && lanes && lanes.to > lanes.from ? partAt(at.x) : null;
      pointer.set(part);
      if (part === null || !lanes || !at) return place.set(null);
      const row = rowAt(geometry, at.y);
      const lane = row?.kind === 'lane' ? row.actor : null;
      const next = { column: columnAt(lanes, part), lane, row, spoken: false };
      if (!samePlace(next, place.get())) place.set(next);
    },
    press(x, y) {
      const lanes = lanesNow();
      const { geometry, info } = newest.current;
      if (x < GUTTER) {
        if (unfoldsAt(geometry, y)) {
          newest.current.onUnfold();
          return true;
        }
        const picked = laneAt(geometry, y);
        if (picked !== null) pickLane(picked === geometry.lane ? null : picked);
        return true;
      }
      const row = rowAt(geometry, y);
      if (!lanes || row?.kind !== 'phases' || y >= row.y + PRESSED) return false;
      const part = partAt(x);
      const band = bands(lanes, info.phases, info.steps).find((b) => part >= b.from && part < b.to);
      if (band) seek(band.phase.step);
      return band !== undefined;
    },
    scrub(x) {
      const lanes = lanesNow();
      if (lanes) seek(stepAtPart(lanes, partAt(x)));
    },
    range(from, to, done) {
      const next = between(from, to);
      drawn.set(done ? null : next);
      if (done && next) setRange(next);
    },
    dropRange: () => drawn.set(null),
    move(from, to, begins) {
      const { view, info } = newest.current;
      if (begins) grasped = view.newest.current;
      const by = ((from - to) / (el.clientWidth - GUTTER)) * (grasped.to - grasped.from);
      view.set(clampWindow({ from: grasped.from + by, to: grasped.to + by }, info.steps));
    },
    zoom(factor, x) {
      const lanes = lanesNow();
      const { view, info } = newest.current;
      view.set((v) => {
        const pivot = lanes ? partOfWindow(v, stepAtPart(lanes, partAt(x))) : partAt(x);
        return zoomWindow(v, factor, pivot, info.steps);
      });
    },
    pan(by) {
      const { view, info } = newest.current;
      if (by !== 0) view.set((v) => panWindow(v, by, info.steps));
    },
  };
}

function samePlace(a: Place, b: Place | null): boolean {
  if (b === null || a.lane !== b.lane || a.row?.y !== b.row?.y) return false;
  return a.column.from === b.column.from && a.column.to === b.column.to;
}
