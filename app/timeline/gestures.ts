/** What hands do on the timeline: drag, wheel, pinch, double click. They tell places in pixels of the element and decide nothing
 *  else. */

/** What a drag with the first button does. */
export type DragMode = 'scrub' | 'range' | 'move';

export interface Hands {
  mode(): DragMode;
  /** The pointer is at (x, y), or gone. */
  point(at: { readonly x: number; readonly y: number } | null): void;
  /** Pressed at (x, y) to scrub; true when the place did something of its own, and no drag begins. */
  press(x: number, y: number): boolean;
  scrub(x: number): void;
  /** A range from one place to another; `done` when the hand leaves it, dropped when the browser takes the hand away. */
  range(from: number, to: number, done: boolean): void;
  dropRange(): void;
  /** The picture is taken at `from` and moved to `to`; `begins` with each new hold. */
  move(from: number, to: number, begins: boolean): void;
  /** As many times as much in view, around x. */
  zoom(factor: number, x: number): void;
  /** By parts of the width. */
  pan(by: number): void;
}

interface Hold {
  readonly mode: DragMode;
  readonly x: number;
}

/** Listens on `el`; returns how to stop. */
export function listen(el: HTMLElement, hands: Hands): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  /** Pointers that are down, by id. */
  const down = new Map<number, number>();
  let hold: Hold | null = null;

  const at = (e: MouseEvent) => {
    const box = el.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  };
  const spread = () => {
    const [a = 0, b = 0] = [...down.values()];
    return { middle: (a + b) / 2, width: Math.max(20, Math.abs(a - b)) };
  };

  el.addEventListener(
    'pointerdown',
    (e) => {
      if (e.button > 1) return;
      const { x, y } = at(e);
      down.set(e.pointerId, x);
      el.setPointerCapture(e.pointerId);
      if (down.size > 1) {
        hold = null;
        return;
      }
      const mode = e.shiftKey ? 'range' : e.altKey || e.button === 1 ? 'move' : hands.mode();
      if (e.button === 1) e.preventDefault();
      if (mode === 'scrub' && hands.press(x, y)) {
        down.delete(e.pointerId);
        return;
      }
      hold = { mode, x };
      if (mode === 'scrub') hands.scrub(x);
      else if (mode === 'range') hands.range(x, x, false);
      else hands.move(x, x, true);
    },
    { signal },
  );
  el.addEventListener(
    'pointermove',
    (e) => {
      const { x, y } = at(e);
      hands.point({ x, y });
      if (!down.has(e.pointerId)) return;
      const before = spread();
      down.set(e.pointerId, x);
      if (down.size > 1) {
        const after = spread();
        hands.zoom(before.width / after.width, after.middle);
        hands.pan((before.middle - after.middle) / el.clientWidth);
      } else if (hold?.mode === 'scrub') hands.scrub(x);
      else if (hold?.mode === 'range') hands.range(hold.x, x, false);
      else if (hold) hands.move(hold.x, x, false);
    },
    { signal },
  );
  const up = (e: PointerEvent) => {
    if (!down.delete(e.pointerId)) return;
    if (hold?.mode === 'range' && e.type === 'pointerup') hands.range(hold.x, at(e).x, true);
    else hands.dropRange();
    hold = null;
  };
  el.addEventListener('pointerup', up, { signal });
  el.addEventListener('pointercancel', up, { signal });
  el.addEventListener('pointerleave', () => hands.point(null), { signal });
  el.addEventListener('dblclick', (e) => hands.zoom(e.altKey ? 4 : 0.25, at(e).x), { signal });
  // It must be able to stop the page from scrolling, which React's own listener cannot.
  el.addEventListener(
    'wheel',
    (e) => {
      e.preventDefault();
      if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) hands.pan((e.deltaX || e.deltaY) / 800);
      // A pinch on a touchpad comes as small turns with Control.
      else hands.zoom(1.0016 ** (e.deltaY * (e.ctrlKey ? 8 : 1)), at(e).x);
    },
    { signal, passive: false },
  );
  return () => stop.abort();
}
