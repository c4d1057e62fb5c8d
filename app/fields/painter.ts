/** The canvases of one field, the grid for screen readers, and what they show. Painting follows the newest frame, never a React
 *  render; wheel, pinch and drag zoom and pan. */
import { CELL_CLASSES, type Frame, hex, PAGE_BYTES, PMD_PAGES, type Viewport } from '../../engine/index.ts';
import { fields as words } from '../texts/fields.ts';
import { during } from '../ui/idle.ts';
import { createRedraw } from '../ui/redraw.ts';
import { prefersReducedMotion } from '../ui/theme.ts';
import { createCanvas2d } from './canvas2d.ts';
import type { CellGrid } from './cellgrid.ts';
import type { FieldHands } from './hands.ts';
import { CELL_ROWS, hasText, type Layout, layoutField, moveBy, type View, WHOLE, zoomAt } from './layout.ts';
import { heldFolios, lettersIn, type Pulse, paintOverlay, waitsOf } from './overlay.ts';
import type { Colours } from './palette.ts';
import {
  centreOn,
  inView,
  pageAt,
  pageBeside,
  pagesInView,
  pagesWithText,
  partInView,
  rectOfPage,
} from './places.ts';
import type { GridRenderer } from './renderer.ts';
import { scrollTarget } from './scrollTarget.ts';
import { sharedView } from './shared.ts';
import type { PlaceOf } from './travel.ts';
import { createWebgl2 } from './webgl2.ts';

/** How long a tile shows that it split or fused, ms: longer where a reader goes step by step. */
const PULSE = 240;
const SLOW_PULSE = 900;
/** Steps between frames up to which a reader goes step by step, or plays slowly; and how long it takes, ms, until a picture that
 *  came by a longer way is one to look at. */
const SLOW_STEPS = 24;
const STILL = 200;
/** Steps between frames above which nothing moves: too much happened to point at. */
const PULSE_STEPS = 400;
const DPR_MAX = 2;
/** CSS pixels a cell has at least when it is scrolled to: its neighbours are seen and their classes are recognised. */
const TARGET_CELL = 14;
/** What a button or a key zooms by. */
const ZOOM_STEP = 1.5;

/** Parts of a field that are lit. */
export interface LitParts {
  readonly pages: readonly number[];
  readonly regions: readonly number[];
}

export interface FieldProps {
  readonly host: 0 | 1;
  readonly title: string;
  readonly regions: number;
  readonly source: { get(): Frame | null; subscribe(fn: () => void): () => void };
  readonly selected: number | null;
  readonly onHover: (page: number | null) => void;
  readonly onSelect: (page: number | null) => void;
  readonly onViewport: (view: Viewport) => void;
  /** Pages whose bits and versions are shown or spoken. */
  readonly onNear: (host: 0 | 1, pages: readonly number[]) => void;
  readonly onEscape: () => void;
  readonly colours: Colours;
  /** What a story step or the pointer speaks of. */
  readonly lit: LitParts;
  /** The memory is a process's. */
  readonly process: boolean;
  /** It looks at the same pages as the other fields that are linked. */
  readonly linked: boolean;
  /** Where others find this field's cells in the window, by host. */
  readonly places?: [PlaceOf | null, PlaceOf | null] | undefined;
}

/** Where a key takes the cursor. */
const MOVES: Readonly<Record<string, (l: Layout, page: number) => number>> = {
  ArrowLeft: (l, page) => pageBeside(l, page, -1, 0),
  ArrowRight: (l, page) => pageBeside(l, page, 1, 0),
  ArrowUp: (l, page) => pageBeside(l, page, 0, -1),
  ArrowDown: (l, page) => pageBeside(l, page, 0, 1),
  PageUp: (l, page) => byScreen(l, page, -1),
  PageDown: (l, page) => byScreen(l, page, 1),
  Home: () => 0,
  End: (l) => l.regions * PMD_PAGES - 1,
};

/** A row of tiles near; far out as many rows as are in view, or to the last. */
function byScreen(l: Layout, page: number, by: 1 | -1): number {
  if (l.sub === PMD_PAGES) return pageBeside(l, page, 0, by * CELL_ROWS);
  for (let rows = Math.max(1, Math.floor(l.height / l.pitchY) - 1); rows > 0; rows--) {
    const to = pageBeside(l, page, 0, by * rows);
    if (to !== page) return to;
  }
  return page;
}

/** WebGL2 where a GPU paints it, else the 2D canvas; `?renderer=2d` or `?renderer=webgl2` decides by hand. A canvas that has
 *  given one kind of context gives no other, so the renderer brings its own. */
function createRenderer(asked: string | null): { canvas: HTMLCanvasElement; renderer: GridRenderer } | null {
  if (asked !== '2d') {
    const canvas = document.createElement('canvas');
    const renderer = createWebgl2(canvas, asked === 'webgl2');
    if (renderer) return { canvas, renderer };
  }
  const canvas = document.createElement('canvas');
  const renderer = createCanvas2d(canvas);
  return renderer && { canvas, renderer };
}

/** An element that screen readers need not know of. */
function hidden(tag: string, className: string, ...children: HTMLElement[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.ariaHidden = 'true';
  element.append(...children);
  return element;
}

/** Lives as long as its component. */
export class FieldPainter {
  props!: FieldProps;
  layout: Layout | null = null;
  hovered: number | null = null;
  /** Where the keyboard is, while the field has the focus. */
  cursor: number | null = null;
  private box!: HTMLElement;
  private grid!: HTMLElement;
  /** What lies at the bottom while the field is zoomed: the addresses in view, and what letters mean. */
  private strip!: HTMLElement;
  /** The whole memory, and the part of it that is in view. */
  private map!: HTMLElement;
  /** The grid of cells and the gestures are loaded after the first frame, which needs neither. */
  private cells: CellGrid | null = null;
  private hands: FieldHands | null = null;
  private loading = false;
  private overlay!: CanvasRenderingContext2D;
  private made: ReturnType<typeof createRenderer> = null;
  private view: View = WHOLE;
  private readonly redraw = createRedraw(() => this.paint());
  private shown: Frame | null = null;
  private held: readonly number[] = [];
  private near: readonly number[] = [];
  private readonly pulses = new Map<number, { split: boolean; until: number; lasts: number }>();
  /** When callouts may be shown: they would flicker where much happens between frames. */
  private stillFrom = 0;
  private stillTimer = 0;

  /** `grid` is the element that has the focus and that screen readers read. */
  mount(box: HTMLElement, grid: HTMLElement): () => void {
    this.box = box;
    this.grid = grid;
    const overlay = document.createElement('canvas');
    const context = overlay.getContext('2d');
    if (!context) return () => {};
    this.overlay = context;
    this.strip = hidden('div', 'field-strip', hidden('span', 'extent'), hidden('span', 'letters'));
    this.map = hidden('div', 'field-map', hidden('i', ''));
    box.prepend(overlay, this.map, this.strip);
    this.use(new URLSearchParams(location.search).get('renderer'));
    if (!this.made) return () => overlay.remove();
    const sizes = new ResizeObserver(() => this.relayout());
    sizes.observe(box);
    const stops = [
      this.props.source.subscribe(() => this.invalidate()),
      scrollTarget.subscribe(() => {
        const page = scrollTarget.get()?.page;
        if (page !== undefined) this.seek(page);
      }),
      sharedView.subscribe(() => this.follow()),
    ];
    const { host, places } = this.props;
    if (places) places[host] = (page) => this.placeOf(page);
    this.follow();
    this.relayout();
    return () => {
      if (places) places[host] = null;
      for (const stop of stops) stop();
      sizes.disconnect();
      this.hands?.dispose();
      this.hands = null;
      this.loading = false;
      this.redraw.cancel();
      clearTimeout(this.stillTimer);
      this.drop();
      overlay.remove();
      this.strip.remove();
      this.map.remove();
      this.shown = null;
    };
  }

  private async loadHands(): Promise<void> {
    this.loading = true;
    const parts = await during(
      Promise.all([import('./cellgrid.ts'), import('./hands.ts')]).catch(() => null),
    );
    if (!parts || !this.made || this.hands) return;
    const [{ CellGrid }, { FieldHands }] = parts;
    this.cells ??= new CellGrid(this.grid);
    this.hands = new FieldHands(this.box, this);
    this.invalidate();
  }

  /** Puts a renderer's canvas under the overlay, in place of the one before. */
  private use(asked: string | null): void {
    this.drop();
    this.made = createRenderer(asked);
    if (!this.made) return;
    const { canvas, renderer } = this.made;
    this.box.prepend(canvas);
    this.box.dataset.renderer = renderer.kind;
    canvas.addEventListener('webglcontextlost', this.fallBack);
  }

  private drop(): void {
    this.made?.canvas.removeEventListener('webglcontextlost', this.fallBack);
    this.made?.renderer.dispose();
    this.made?.canvas.remove();
    this.made = null;
  }

  /** A GPU that went away does not come back soon; the 2D canvas paints the same. */
  private readonly fallBack = (): void => {
    this.use('2d');
    this.relayout();
  };

  private get dpr(): number {
    return Math.min(DPR_MAX, devicePixelRatio);
  }

  relayout(): void {
    if (!this.made) return;
    const { dpr } = this;
    const width = Math.max(1, Math.round(this.box.clientWidth * dpr));
    const height = Math.max(1, Math.round(this.box.clientHeight * dpr));
    for (const canvas of [this.made.canvas, this.overlay.canvas]) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    const layout = layoutField(width, height, this.props.regions, this.view, dpr);
    this.layout = layout;
    this.props.onViewport(layout.viewport);
    this.askNear();
    const zoomed = layout.view.k > 1;
    this.box.dataset.zoomed = String(zoomed);
    this.strip.hidden = !zoomed;
    this.map.hidden = !zoomed;
    if (zoomed) this.describeView(layout);
    this.invalidate();
  }

  private describeView(layout: Layout): void {
    const extent = this.strip.firstElementChild as HTMLElement;
    const [first, last] = pagesInView(layout);
    extent.textContent = words.extent(hex(first * PAGE_BYTES), hex((last + 1) * PAGE_BYTES - 1));
    const { x, y, w, h, ratio } = partInView(layout);
    this.map.style.aspectRatio = String(ratio);
    const part = this.map.firstElementChild as HTMLElement;
    part.style.inset = [y, 1 - x - w, 1 - y - h, x].map((at) => `${100 * at}%`).join(' ');
  }

  /** Shows what a layout looks at; linked fields show it, too. */
  look({ view, regions }: Layout): void {
    this.view = view;
    if (this.props.linked) sharedView.set({ view, regions });
    this.relayout();
  }

  /** Looks at what the linked fields look at. */
  follow(): void {
    const shared = sharedView.get();
    if (!this.props.linked || !shared || shared.regions !== this.props.regions) return;
    if (shared.view === this.view) return;
    this.view = shared.view;
    this.relayout();
  }

  /** Nearer, or further away, around the cursor, the selected page or the middle. */
  zoomBy(by: number): void {
    const { layout: l } = this;
    if (!l) return;
    const page = this.cursor ?? this.props.selected;
    const r = page === null ? null : rectOfPage(l, page);
    const inside = r && inView(l, r);
    this.look(zoomAt(l, l.view.k * by, ...(inside ? ([r.x + r.w / 2, r.y + r.h / 2] as const) : [])));
    if (inside && page !== null) this.reveal(page);
  }

  zoomIn = (): void => this.zoomBy(ZOOM_STEP);
  zoomOut = (): void => this.zoomBy(1 / ZOOM_STEP);

  showAll = (): void => {
    if (this.layout) this.look({ ...this.layout, view: WHOLE });
  };

  /** What is shown as text, and what is spoken while the field has the focus. */
  private askNear(): void {
    const { layout: l } = this;
    if (!l) return;
    const spoken = this.cursor === null ? [] : (this.cells?.pagesAround(l, this.cursor) ?? []);
    const pages = [...new Set([...pagesWithText(l), ...spoken])];
    if (pages.length === this.near.length && pages.every((page, i) => page === this.near[i])) return;
    this.near = pages;
    this.props.onNear(this.props.host, pages);
  }

  /** Puts the cursor on a page, or takes it off the field. */
  setCursor(page: number | null): void {
    if (page === this.cursor) return;
    this.cursor = page;
    if (page !== null) this.reveal(page);
    this.askNear();
    this.props.onHover(page);
    this.invalidate();
  }

  /** Where the cursor goes when the field gets the focus: the selected page, or the first in view. */
  enter(): void {
    if (this.cursor === null && this.layout) this.setCursor(this.centre(this.layout));
  }

  /** The page in the middle of the grid for screen readers. */
  private centre(l: Layout): number {
    return this.cursor ?? this.props.selected ?? l.viewport.first * PMD_PAGES;
  }

  /** Does what a key means here; false when it means nothing. */
  key(key: string): boolean {
    const { layout: l, cursor } = this;
    if (!l) return false;
    const move = MOVES[key];
    if (move) this.setCursor(move(l, cursor ?? this.centre(l)));
    else if (key === 'Enter') this.props.onSelect(cursor);
    else if (key === '+' || key === '=') this.zoomIn();
    else if (key === '-') this.zoomOut();
    else if (key === '0') this.showAll();
    else if (key === 'Escape') this.props.onEscape();
    else return false;
    return true;
  }

  /** Brings a page into the middle, near enough to see its cell. */
  private seek(page: number): void {
    const { layout: l } = this;
    if (!l || page >= l.regions * PMD_PAGES) return;
    this.look(centreOn(l, page, TARGET_CELL * this.dpr));
    if (this.cursor !== null) this.setCursor(page);
  }

  /** A finger is wider than most cells: those around the one that it means come near, too. */
  take(clientX: number, clientY: number): void {
    const page = this.pick(clientX, clientY);
    if (page === null) return;
    this.seek(page);
    this.props.onSelect(page);
  }

  /** Pans as little as brings a page into view. */
  private reveal(page: number): void {
    if (!this.layout) return;
    const { width, height, strip } = this.layout;
    const r = rectOfPage(this.layout, page);
    const into = (at: number, size: number, room: number) =>
      at < 0 ? -at : at + size > room ? Math.max(-at, room - at - size) : 0;
    const dx = into(r.x, r.w, width);
    const dy = into(r.y, r.h, height - strip);
    if (dx || dy) this.look(moveBy(this.layout, dx, dy));
  }

  /** The page at a point of the window. */
  pick(clientX: number, clientY: number): number | null {
    if (!this.layout) return null;
    const rect = this.box.getBoundingClientRect();
    return pageAt(this.layout, (clientX - rect.left) * this.dpr, (clientY - rect.top) * this.dpr);
  }

  /** Where a page's cell lies in the window; null when it is out of view. */
  private placeOf(page: number): DOMRect | null {
    const { layout: l, dpr } = this;
    if (!l || page >= l.regions * PMD_PAGES) return null;
    const r = rectOfPage(l, page);
    if (r.x + r.w < 0 || r.y + r.h < 0 || r.x > l.width || r.y > l.height) return null;
    const box = this.box.getBoundingClientRect();
    return new DOMRect(box.x + r.x / dpr, box.y + r.y / dpr, r.w / dpr, r.h / dpr);
  }

  /** Paints before the next screen refresh, once. */
  invalidate(): void {
    if (this.made) this.redraw.request();
  }

  private paint(): void {
    const { layout, made, props } = this;
    const { host, colours, selected } = props;
    const frame = props.source.get();
    if (!layout || !made || !frame) return;
    if (this.shown !== frame) {
      this.notePulses(frame);
      this.noteStill(frame);
      this.held = heldFolios(frame.tiles[host], frame.cells[host]);
    }
    this.shown = frame;
    made.renderer.draw(layout, frame.tiles[host], frame.cells[host], colours);
    const now = performance.now();
    const pulses = new Map<number, Pulse>();
    for (const [region, { split, until, lasts }] of this.pulses) {
      if (until <= now) this.pulses.delete(region);
      else pulses.set(region, { split, left: (until - now) / lasts });
    }
    const { cursor, hovered, held } = this;
    const waits = waitsOf(frame, host, props.process);
    const marks = {
      held,
      selected,
      hovered,
      cursor,
      pulses,
      waits,
      callouts: now >= this.stillFrom,
      lit: props.lit,
    };
    paintOverlay(this.overlay, layout, frame, host, colours, marks);
    const letters = this.strip.lastElementChild as HTMLElement;
    const text = hasText(layout) ? lettersIn(frame.near[host].words) : '';
    if (letters.textContent !== text) letters.textContent = text;
    this.cells?.show({ layout, frame, host, centre: this.centre(layout), cursor, selected });
    if (pulses.size > 0) this.invalidate();
    // Out of reach: the pictures are whole without it.
    if (!this.loading) this.loadHands().catch(() => {});
    if (performance.getEntriesByName('first-field').length === 0) performance.mark('first-field');
  }

  /** A tile that was solid and is not any more splits for a moment; the other way round its cells fuse. */
  private notePulses(frame: Frame): void {
    const { host } = this.props;
    const before = this.shown;
    const a = before?.tiles[host];
    const b = frame.tiles[host];
    if (
      !before ||
      !a ||
      prefersReducedMotion() ||
      a.first !== b.first ||
      a.count !== b.count ||
      a.sub !== b.sub
    )
      return;
    // At the same step only the lens has changed.
    const steps = Math.abs(frame.step - before.step);
    if (steps === 0 || steps > PULSE_STEPS) return;
    const lasts = steps <= SLOW_STEPS ? SLOW_PULSE : PULSE;
    const until = performance.now() + lasts;
    for (let t = 0; t < b.count; t++) {
      const solid = (f: Frame) => CELL_CLASSES[f.cells[host][t * b.sub]!]?.solid ?? false;
      if (solid(frame) !== solid(before))
        this.pulses.set(b.first + t, { split: solid(before), until, lasts });
    }
  }

  private noteStill(frame: Frame): void {
    const passed = this.shown ? Math.abs(frame.step - this.shown.step) : 0;
    if (passed <= SLOW_STEPS) return;
    this.stillFrom = performance.now() + STILL;
    clearTimeout(this.stillTimer);
    if (frame.waits.length > 0) this.stillTimer = window.setTimeout(() => this.invalidate(), STILL + 10);
  }
}
