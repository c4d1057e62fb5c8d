/** Hands on a field: the wheel and two fingers zoom, a drag pans. One finger is left to the page, to scroll it. */
import type { View } from './layout.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { k: 1, x: 0, y: 0 };

/** At magnification `k`, with what is under a point staying there. */
export function zoomed(view: View, k: number, at: Point): View {
  const by = k / view.k;
  return { k, x: at.x + (view.x - at.x) * by, y: at.y + (view.y - at.y) * by };
}

/** Moved as little as leaves no empty edge in a field of this size. */
export function within({ k, x, y }: View, width: number, height: number): View {
  const into = (at: number, size: number) => Math.min(0, Math.max(at, size * (1 - k)));
  return { k, x: into(x, width), y: into(y, height) };
}

export interface Hands {
  /** Zooms around a point of the box, and tells whether there was anything left to zoom. */
  readonly zoom: (by: number, at: Point) => boolean;
  readonly pan: (x: number, y: number) => void;
}

/** How far a press may move and still be a click, px. */
const CLICK = 4;
/** How long a turn of the wheel lasts after its last event, ms. */
const TURN_MS = 150;
/** What a line of a wheel that counts in lines, or a page of one that counts in pages, is to a pixel. */
const WHEEL_UNITS = [1, 25, 500];

/** Hears what hands do to a box. Returns how to stop. */
export function onHands(box: HTMLElement, hands: Hands): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const at = (e: { clientX: number; clientY: number }): Point => {
    const rect = box.getBoundingClientRect();
    return { x: e.clientX - rect.left, y: e.clientY - rect.top };
  };

  let turned = Number.NEGATIVE_INFINITY;
  const wheel = (e: WheelEvent) => {
    // A pinch on a touchpad comes as small turns with Ctrl.
    const pixels = e.deltaY * (WHEEL_UNITS[e.deltaMode] ?? 1) * (e.ctrlKey ? 10 : 1);
    // A turn that has zoomed to the end must not go on as a scroll of the page.
    if (!hands.zoom(2 ** (-pixels / 500), at(e)) && e.timeStamp - turned > TURN_MS) return;
    turned = e.timeStamp;
    e.preventDefault();
  };
  box.addEventListener('wheel', wheel, { passive: false, signal });

  let pressed: Point | null = null;
  let last: Point = WHOLE;
  let dragged = false;
  const press = (e: PointerEvent) => {
    dragged = false;
    if (e.button !== 0 || e.pointerType === 'touch') return;
    box.setPointerCapture(e.pointerId);
    pressed = last = at(e);
  };
  const drag = (e: PointerEvent) => {
    if (!pressed || e.pointerType === 'touch') return;
    const now = at(e);
    dragged ||= Math.hypot(now.x - pressed.x, now.y - pressed.y) > CLICK;
    hands.pan(now.x - last.x, now.y - last.y);
    last = now;
  };
  const release = () => {
    pressed = null;
  };
  const click = (e: MouseEvent) => {
    if (dragged) e.stopPropagation();
  };
  box.addEventListener('pointerdown', press, { signal });
  box.addEventListener('pointermove', drag, { signal });
  box.addEventListener('lostpointercapture', release, { signal });
  box.addEventListener('click', click, { capture: true, signal });

  let pinch: { readonly middle: Point; readonly spread: number } | null = null;
  const touch = (e: TouchEvent) => {
    const [one, two] = e.touches;
    const before = pinch;
    pinch = null;
    if (!one || !two) return;
    const a = at(one);
    const b = at(two);
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    pinch = { middle, spread: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) };
    if (e.type !== 'touchmove' || !before) return;
    e.preventDefault();
    hands.zoom(pinch.spread / before.spread, before.middle);
    hands.pan(middle.x - before.middle.x, middle.y - before.middle.y);
  };
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const)
    box.addEventListener(type, touch, { passive: false, signal });

  return () => stop.abort();
}
