/** One host's memory on a canvas. Painting follows the newest frame, never a React render; wheel, pinch and drag zoom and
 *  pan; arrow keys move the selected page, + and - zoom, 0 shows all. */
import { select } from 'd3-selection';
import { zoom as d3zoom, type ZoomBehavior, type ZoomTransform, zoomIdentity } from 'd3-zoom';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { CELL_CLASSES, type Frame, PMD_PAGES, type Viewport } from '../../engine/index.ts';
import { createRenderer } from './choose.ts';
import './grid.css';
import { CELL_ROWS, type Layout, layoutField, pageAt, pageBeside, rectOfPage } from './layout.ts';
import { heldFolios, paintOverlay } from './overlay.ts';
import { PALETTES, type PaletteName } from './palette.ts';

/** How long a split or a collapse glows, ms. */
const PULSE = 240;
/** Steps between frames above which nothing glows: too much happened to point at. */
const PULSE_STEPS = 400;
const DPR_MAX = 2;

export interface FieldProps {
  readonly host: 0 | 1;
  readonly title: string;
  readonly regions: number;
  readonly source: { get(): Frame | null; subscribe(fn: () => void): () => void };
  readonly selected: number | null;
  readonly onHover: (page: number | null) => void;
  readonly onSelect: (page: number | null) => void;
  readonly onViewport: (view: Viewport) => void;
  readonly palette: PaletteName;
  readonly reducedMotion: boolean;
}

export function Field(props: FieldProps) {
  const { host, title, regions, selected, onHover, onSelect, palette } = props;
  const box = useRef<HTMLDivElement>(null);
  const field = useMemo(() => new FieldPainter(), []);
  field.props = props;

  useEffect(() => (box.current ? field.mount(box.current) : undefined), [field]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is painted depends on these.
  useEffect(() => field.relayout(), [field, regions, host]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is painted depends on these.
  useEffect(() => field.invalidate(), [field, selected, palette]);

  const hover = (e: PointerEvent) => {
    const page = field.pick(e.clientX, e.clientY);
    field.hovered = page;
    field.invalidate();
    onHover(page);
  };
  const keys = (e: KeyboardEvent) => {
    const to = field.layout && MOVES[e.key]?.(field.layout, selected ?? 0);
    if (typeof to === 'number') {
      const page = selected === null ? (field.layout?.viewport.first ?? 0) * PMD_PAGES : to;
      onSelect(page);
      field.reveal(page);
    } else if (e.key === '+' || e.key === '=') field.scale(1.5);
    else if (e.key === '-') field.scale(1 / 1.5);
    else if (e.key === '0') field.reset();
    else if (e.key === 'Escape') onSelect(null);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a canvas with a cursor of its own has no element.
    <div
      ref={box}
      className="field"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move a cursor over pages.
      tabIndex={0}
      role="group"
      aria-roledescription="memory field"
      aria-label={`${title}: ${regions} regions of 2 MiB. Arrow keys select a page, plus and minus zoom.`}
      onPointerMove={hover}
      onPointerLeave={() => {
        field.hovered = null;
        field.invalidate();
        onHover(null);
      }}
      onClick={(e) => onSelect(field.pick(e.clientX, e.clientY))}
      onKeyDown={keys}
    >
      <span className="spoken" role="status">
        {selected === null
          ? ''
          : `page 0x${selected.toString(16)}, region ${Math.floor(selected / PMD_PAGES)}`}
      </span>
    </div>
  );
}

/** Where a key takes the cursor. */
const MOVES: Readonly<Record<string, (l: Layout, page: number) => number>> = {
  ArrowLeft: (l, page) => pageBeside(l, page, -1, 0),
  ArrowRight: (l, page) => pageBeside(l, page, 1, 0),
  ArrowUp: (l, page) => pageBeside(l, page, 0, -1),
  ArrowDown: (l, page) => pageBeside(l, page, 0, 1),
  PageUp: (l, page) => pageBeside(l, page, 0, -rowStep(l)),
  PageDown: (l, page) => pageBeside(l, page, 0, rowStep(l)),
  Home: () => 0,
  End: (l) => l.regions * PMD_PAGES - 1,
};

/** A row of tiles, in the steps of pageBeside. */
function rowStep(l: Layout): number {
  return l.sub === PMD_PAGES ? CELL_ROWS : 1;
}

/** The canvases of one field and what they show; lives as long as its component. */
class FieldPainter {
  props!: FieldProps;
  layout: Layout | null = null;
  hovered: number | null = null;
  private box!: HTMLElement;
  private overlay!: CanvasRenderingContext2D;
  private made: ReturnType<typeof createRenderer> = null;
  /** In CSS pixels. */
  private transform: ZoomTransform = zoomIdentity;
  private zoom!: ZoomBehavior<HTMLElement, unknown>;
  private request = 0;
  private shown: Frame | null = null;
  private held: readonly number[] = [];
  private readonly pulses = new Map<number, number>();

  mount(box: HTMLElement): () => void {
    this.box = box;
    const overlay = document.createElement('canvas');
    const context = overlay.getContext('2d');
    if (!context) return () => {};
    this.overlay = context;
    box.prepend(overlay);
    this.use(new URLSearchParams(location.search).get('renderer'));
    if (!this.made) return () => overlay.remove();
    this.zoom = d3zoom<HTMLElement, unknown>()
      // One finger scrolls the page; two zoom the field.
      .filter((e: Event) => !('touches' in e) || (e as TouchEvent).touches.length > 1)
      .clickDistance(4)
      .on('zoom', (e: { transform: ZoomTransform }) => {
        this.transform = e.transform;
        this.relayout();
      });
    const selection = select(box);
    selection.call(this.zoom).on('dblclick.zoom', null);
    const sizes = new ResizeObserver(() => this.relayout());
    sizes.observe(box);
    const stop = this.props.source.subscribe(() => this.invalidate());
    this.relayout();
    return () => {
      stop();
      sizes.disconnect();
      selection.on('.zoom', null);
      cancelAnimationFrame(this.request);
      this.request = 0;
      this.drop();
      overlay.remove();
      this.shown = null;
    };
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
    const { k, x, y } = this.transform;
    const layout = layoutField(width, height, this.props.regions, { k, x: x * dpr, y: y * dpr }, dpr);
    this.layout = layout;
    this.zoom
      .scaleExtent([1, layout.maxZoom])
      .extent([
        [0, 0],
        [this.box.clientWidth, this.box.clientHeight],
      ])
      .translateExtent([
        [0, 0],
        [this.box.clientWidth, this.box.clientHeight],
      ]);
    this.props.onViewport(layout.viewport);
    this.invalidate();
  }

  /** Zooms around the selected page, or around the middle. */
  scale(by: number): void {
    const { selected } = this.props;
    const r = selected === null || !this.layout ? null : rectOfPage(this.layout, selected);
    if (r) this.zoom.scaleBy(select(this.box), by, [(r.x + r.w / 2) / this.dpr, (r.y + r.h / 2) / this.dpr]);
    else this.zoom.scaleBy(select(this.box), by);
  }

  /** Pans as little as brings a page into view. */
  reveal(page: number): void {
    if (!this.layout) return;
    const { width, height } = this.layout;
    const r = rectOfPage(this.layout, page);
    const into = (at: number, size: number, room: number) =>
      at < 0 ? -at : at + size > room ? Math.max(-at, room - at - size) : 0;
    const scale = this.dpr * this.transform.k;
    const dx = into(r.x, r.w, width) / scale;
    const dy = into(r.y, r.h, height) / scale;
    if (dx || dy) this.zoom.translateBy(select(this.box), dx, dy);
  }

  reset(): void {
    this.zoom.transform(select(this.box), zoomIdentity);
  }

  /** The page at a point of the window. */
  pick(clientX: number, clientY: number): number | null {
    if (!this.layout) return null;
    const rect = this.box.getBoundingClientRect();
    return pageAt(this.layout, (clientX - rect.left) * this.dpr, (clientY - rect.top) * this.dpr);
  }

  /** Paints before the next screen refresh, once. */
  invalidate(): void {
    if (this.request || !this.made) return;
    this.request = requestAnimationFrame(() => {
      this.request = 0;
      this.paint();
    });
  }

  private paint(): void {
    const { layout, made, props } = this;
    const frame = props.source.get();
    if (!layout || !made || !frame) return;
    const colours = PALETTES[props.palette];
    if (this.shown !== frame) {
      this.notePulses(frame);
      this.held = heldFolios(frame.tiles[props.host], frame.cells[props.host]);
    }
    this.shown = frame;
    made.renderer.draw(layout, frame.tiles[props.host], frame.cells[props.host], colours);
    const now = performance.now();
    const left = new Map<number, number>();
    for (const [region, until] of this.pulses) {
      if (until <= now) this.pulses.delete(region);
      else left.set(region, (until - now) / PULSE);
    }
    paintOverlay(
      this.overlay,
      layout,
      frame,
      props.host,
      colours,
      { held: this.held, selected: props.selected, hovered: this.hovered, pulses: left },
      this.dpr,
    );
    if (left.size > 0) this.invalidate();
    if (performance.getEntriesByName('first-field').length === 0) performance.mark('first-field');
  }

  /** A tile that was solid and is not any more, or the other way round, glows for a moment. */
  private notePulses(frame: Frame): void {
    const { host, reducedMotion } = this.props;
    const before = this.shown;
    const a = before?.tiles[host];
    const b = frame.tiles[host];
    if (!before || !a || reducedMotion || a.first !== b.first || a.count !== b.count || a.sub !== b.sub)
      return;
    // At the same step only the lens has changed.
    const steps = Math.abs(frame.step - before.step);
    if (steps === 0 || steps > PULSE_STEPS) return;
    for (let t = 0; t < b.count; t++) {
      const solid = (f: Frame) => CELL_CLASSES[f.cells[host][t * b.sub] as number]?.solid;
      if (solid(frame) !== solid(before)) this.pulses.set(b.first + t, performance.now() + PULSE);
    }
  }
}
