/** The timeline's two canvases: the picture of the window, and over it what moves without a render. */
import { useEffect, useMemo, useRef } from 'react';
import { phaseAt } from '../run/phases.ts';
import { useSession } from '../run/session.ts';
import { isLit } from '../state/emphasis.ts';
import { usePalette } from '../state/palette.ts';
import { store, useChosen } from '../state/store.ts';
import { timeline as words } from '../texts/timeline.ts';
import type { Watched } from '../ui/cell.ts';
import { createRedraw } from '../ui/redraw.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import { nowOf, paintOver } from './over.ts';
import { paintTimeline } from './paint.ts';
import { prepare } from './prepare.ts';
import type { CanvasProps } from './props.ts';
import type { Span } from './scale.ts';

export function usePicture({ info, shown, geometry }: CanvasProps) {
  const palette = usePalette();
  const emphasis = useChosen((s) => s.emphasis);
  const pointed = useChosen((s) => s.pointed);
  const lit = useMemo(
    () => (target: string, host?: 0 | 1) => isLit({ emphasis, pointed }, target, host),
    [emphasis, pointed],
  );
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const c = canvas.current && prepare(canvas.current, geometry.width, geometry.height);
    if (!c || !shown) return;
    const { phases, steps, recording } = info;
    const picture = { ...shown, phases, steps, measured: recording?.samples ?? [], isLit: lit };
    paintTimeline(c, geometry, picture, TIMELINE_COLOURS[palette]);
  }, [geometry, shown, info, palette, lit]);
  return canvas;
}

/** The playhead, the pointer and the range; and the step as the slider's value. */
export function useOverlay(
  { box, info, range, shown, geometry }: CanvasProps,
  pointer: Watched<number | null>,
  drawn: Watched<Span | null>,
) {
  const { step, frames } = useSession();
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const lanes = shown?.lanes;
  const axis = shown?.axis ?? 'phases';
  useEffect(() => {
    const c = canvas.current && prepare(canvas.current, geometry.width, geometry.height);
    if (!c || !lanes) return;
    const paint = () => {
      const at = step.get();
      const frame = frames.get();
      // While it plays the newest frame is a moment old, and its values stay rather than flicker.
      // The first phase begins with the first event.
      const phase = phaseAt(info, Math.max(1, at))?.label ?? '';
      const now = frame && (frame.step === at || store.getState().playing) ? nowOf(frame, phase) : null;
      const over = { step: at, now, pointed: pointer.get(), range: drawn.get() ?? range };
      const scale = { lanes, axis, phases: info.phases, measured: info.recording?.samples ?? [] };
      paintOver(c, geometry, scale, over, TIMELINE_COLOURS[palette]);
      box.current?.setAttribute('aria-valuenow', String(at));
      box.current?.setAttribute('aria-valuetext', words.at(at, info.steps, phase));
    };
    const redraw = createRedraw(paint);
    const stops = [step, frames, pointer, drawn].map((cell) => cell.subscribe(redraw.request));
    paint();
    return () => {
      for (const stop of stops) stop();
      redraw.cancel();
    };
  }, [box, geometry, lanes, axis, step, frames, pointer, drawn, range, palette, info]);
  return canvas;
}
