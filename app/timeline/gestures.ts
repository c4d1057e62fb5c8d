/** What hands do on the timeline: drag, wheel, pinch, double click. Places are in pixels of the element; what a gesture
 *  changes is decided by `Hands`. */

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

/** Listens on `el`; returns how to stop. */
export function listen(el: HTMLElement, hands: Hands): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const drag = new Drag(el, hands);
  el.addEventListener('pointerdown', (e) => drag.press(e), { signal });
  el.addEventListener('pointermove', (e) => drag.move(e), { signal });
  el.addEventListener('pointerup', (e) => drag.release(e), { signal });
  el.addEventListener('pointercancel', (e) => drag.release(e), { signal });
  el.addEventListener('pointerleave', () => hands.point(null), { signal });
  el.addEventListener('dblclick', (e) => hands.zoom(e.altKey ? 4 : 0.25, placeIn(el, e).x), { signal });
  // It must be able to stop the page from scrolling, which React's own listener cannot.
  el.addEventListener('wheel', (e) => turnWheel(el, hands, e), { signal, passive: false });
  return () => stop.abort();
}

function placeIn(el: HTMLElement, e: MouseEvent): { x: number; y: number } {
  const box = el.getBoundingClientRect();
  return { x: e.clientX - box.left, y: e.clientY - box.top };
}

function turnWheel(el: HTMLElement, hands: Hands, e: WheelEvent): void {
  e.preventDefault();
  if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) hands.pan((e.deltaX || e.deltaY) / 800);
  // A pinch on a touchpad comes as small turns with Control.
  else hands.zoom(1.0016 ** (e.deltaY * (e.ctrlKey ? 8 : 1)), placeIn(el, e).x);
}

/** One pointer drags, two pinch. */
class Drag {
  /** Pointers that are down: where each is, by id. */
  private readonly down = new Map<number, number>();
  private hold: { readonly mode: DragMode; readonly x: number } | null = null;

  constructor(
    private readonly el: HTMLElement,
    private readonly hands: Hands,
  ) {}

  press(e: PointerEvent): void {
    const { el, hands, down } = this;
    if (e.button > 1) return;
    const { x, y } = placeIn(el, e);
    down.set(e.pointerId, x);
    el.setPointerCapture(e.pointerId);
    if (down.size > 1) {
      this.hold = null;
      return;
    }
    const mode = e.shiftKey ? 'range' : e.altKey || e.button === 1 ? 'move' : hands.mode();
    if (e.button === 1) e.preventDefault();
    if (mode === 'scrub' && hands.press(x, y)) {
      down.delete(e.pointerId);
      return;
    }
    this.hold = { mode, x };
    this.drag(x, true);
  }

  move(e: PointerEvent): void {
    const { el, hands, down } = this;
    const { x, y } = placeIn(el, e);
    hands.point({ x, y });
    if (!down.has(e.pointerId)) return;
    const before = this.spread();
    down.set(e.pointerId, x);
    if (down.size === 1) this.drag(x, false);
    else {
      const after = this.spread();
      hands.zoom(before.width / after.width, after.middle);
      hands.pan((before.middle - after.middle) / el.clientWidth);
    }
  }

  release(e: PointerEvent): void {
    if (!this.down.delete(e.pointerId)) return;
    if (this.hold?.mode === 'range' && e.type === 'pointerup')
      this.hands.range(this.hold.x, placeIn(this.el, e).x, true);
    else this.hands.dropRange();
    this.hold = null;
  }

  private drag(x: number, begins: boolean): void {
    const { hold, hands } = this;
    if (hold?.mode === 'scrub') hands.scrub(x);
    else if (hold?.mode === 'range') hands.range(hold.x, x, false);
    else if (hold) hands.move(hold.x, x, begins);
  }

  private spread(): { middle: number; width: number } {
    const [a = 0, b = 0] = [...this.down.values()];
    return { middle: (a + b) / 2, width: Math.max(20, Math.abs(a - b)) };
  }
}
