/** Wheel, pinch, drag and long press on one field. Loaded after the first frame: a field is looked at before it is zoomed. A finger moves a
 *  picture that is zoomed, and scrolls the page over one that is not. */
import { type Layout, moveBy, zoomAt } from './layout.ts';

/** Doublings of the magnification to a pixel of the wheel; a line of it is as many pixels. */
const WHEEL = 0.0032;
const LINE = 25;
/** A wheel with Ctrl is a pinch on a trackpad, in small steps. */
const PINCH = 4;
/** CSS pixels that a pointer moves before it drags: less is a click. */
const CLICK = 4;

/** How long a finger that stays where it is means the cell below it, ms; and how far it may tremble, CSS pixels. */
const LONG = 450;
const TREMBLE = 10;

/** The field that is moved. */
export interface Moved {
  readonly layout: Layout | null;
  /** Shows what a layout looks at. */
  look(layout: Layout): void;
  /** Goes near the cell at a point of the window and selects its page. */
  take(clientX: number, clientY: number): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export class FieldHands {
  private readonly down = new Map<number, Point>();
  /** Where the gesture began, and what was shown there. */
  private from: { readonly at: Point; readonly apart: number; readonly layout: Layout } | null = null;
  private dragged = false;
  private long = 0;

  constructor(
    private readonly box: HTMLElement,
    private readonly field: Moved,
  ) {
    box.addEventListener('wheel', this.wheel, { passive: false });
    box.addEventListener('pointerdown', this.press);
    box.addEventListener('pointermove', this.move);
    box.addEventListener('pointerup', this.release);
    box.addEventListener('pointercancel', this.release);
    box.addEventListener('click', this.click, true);
    box.addEventListener('contextmenu', this.menu);
  }

  dispose(): void {
    const { box } = this;
    box.removeEventListener('wheel', this.wheel);
    box.removeEventListener('pointerdown', this.press);
    box.removeEventListener('pointermove', this.move);
    box.removeEventListener('pointerup', this.release);
    box.removeEventListener('pointercancel', this.release);
    box.removeEventListener('click', this.click, true);
    box.removeEventListener('contextmenu', this.menu);
    clearTimeout(this.long);
  }

  private readonly wheel = (e: WheelEvent): void => {
    const { layout } = this.field;
    if (!layout) return;
    const pixels = e.deltaY * (e.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE);
    const k = layout.view.k * 2 ** (-pixels * WHEEL * (e.ctrlKey ? PINCH : 1));
    // Nothing to zoom out of: the page scrolls.
    if (k < 1 && layout.view.k === 1) return;
    e.preventDefault();
    const at = this.pointOf(e, layout);
    this.field.look(zoomAt(layout, k, at.x, at.y));
  };

  private readonly press = (e: PointerEvent): void => {
    if (e.button !== 0) return;
    this.down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    this.dragged = false;
    this.begin();
    clearTimeout(this.long);
    if (e.pointerType !== 'touch' || this.down.size > 1) return;
    this.long = window.setTimeout(() => {
      // What comes after it is no tap.
      this.dragged = true;
      this.field.take(e.clientX, e.clientY);
      this.begin();
    }, LONG);
  };

  /** A long press by a finger has a meaning here. */
  private readonly menu = (e: MouseEvent): void => {
    if (this.down.size > 0) e.preventDefault();
  };

  /** Every finger that comes or goes begins anew from what is shown. */
  private begin(): void {
    const { layout } = this.field;
    const [a, b] = [...this.down.values()];
    this.from = layout && a ? { at: between(a, b), apart: distance(a, b), layout } : null;
  }

  private readonly move = (e: PointerEvent): void => {
    if (!this.from || !this.down.has(e.pointerId)) return;
    this.down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    const [a, b] = [...this.down.values()] as [Point, Point?];
    const { at, apart, layout } = this.from;
    const to = between(a, b);
    if (b || Math.hypot(to.x - at.x, to.y - at.y) > TREMBLE) clearTimeout(this.long);
    if (!this.dragged) {
      if (!b && Math.hypot(to.x - at.x, to.y - at.y) < CLICK) return;
      // The browser scrolls with one finger, and cancels.
      if (e.pointerType === 'touch' && !b && layout.view.k === 1) return;
      this.dragged = true;
      for (const id of this.down.keys()) this.box.setPointerCapture(id);
      this.box.dataset.dragged = 'true';
    }
    const { dpr } = layout;
    const held = this.pointOf({ clientX: at.x, clientY: at.y }, layout);
    const zoomed =
      b && apart > 0 ? zoomAt(layout, layout.view.k * (distance(a, b) / apart), held.x, held.y) : layout;
    this.field.look(moveBy(zoomed, (to.x - at.x) * dpr, (to.y - at.y) * dpr));
  };

  private readonly release = (e: PointerEvent): void => {
    clearTimeout(this.long);
    this.down.delete(e.pointerId);
    this.begin();
    if (this.down.size === 0) delete this.box.dataset.dragged;
  };

  /** The click at the end of a drag selects nothing. */
  private readonly click = (e: MouseEvent): void => {
    if (this.dragged) e.stopPropagation();
    this.dragged = false;
  };

  /** Device pixels of the field. */
  private pointOf({ clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>, { dpr }: Layout): Point {
    const { left, top } = this.box.getBoundingClientRect();
    return { x: (clientX - left) * dpr, y: (clientY - top) * dpr };
  }
}

const between = (a: Point, b = a): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b = a): number => Math.hypot(a.x - b.x, a.y - b.y);
