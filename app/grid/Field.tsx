/** One host's memory on a canvas. Painting follows the newest frame, never a React render; wheel, pinch and drag zoom and
 *  pan; arrow keys move the selected page, + and - zoom, 0 shows all. */
import { select } from 'd3-selection';
import { zoom as d3zoom, type ZoomBehavior, type ZoomTransform, zoomIdentity } from 'd3-zoom';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { CELL_CLASSES, type Frame, PMD_PAGES, type Viewport } from '../../engine/index.ts';
import { createRenderer } from './choose.ts';
import './grid.css';
import { CELL_COLUMNS, type Layout, layoutField, pageAt } from './layout.ts';
import { paintOverlay } from './overlay.ts';
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
    const columns = field.layout?.columns ?? 1;
    const at = selected ?? 0;
    const step = MOVES[e.key]?.(columns);
    if (step !== undefined) {
      const last = regions * PMD_PAGES - 1;
      onSelect(selected === null ? 0 : Math.max(0, Math.min(last, at + step)));
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

/** Pages that a key moves the cursor by, given the tiles in a row. */
const MOVES: Readonly<Record<string, (columns: number) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: () => -CELL_COLUMNS,
  ArrowDown: () => CELL_COLUMNS,
  PageUp: (columns) => -columns * PMD_PAGES,
  PageDown: (columns) => columns * PMD_PAGES,
  Home: () => -Number.MAX_SAFE_INTEGER,
  End: () => Number.MAX_SAFE_INTEGER,
};

/** The canvases of one field and what they show; lives as long as its component. */
class FieldPainter {
  props!: FieldProps;
  layout: Layout | null = null;
  hovered: number | null = null;
  private box!: HTMLElement;
  private overlay!: CanvasRenderingContext2D;
  private made: ReturnType<typeof createRenderer> = null;
  private transform: ZoomTransform = zoomIdentity;
  private zoom!: ZoomBehavior<HTMLElement, unknown>;
  private request = 0;
  private shown: Frame | null = null;
  private readonly pulses = new Map<number, number>();

  mount(box: HTMLElement): () => void {
    this.box = box;
    this.made = createRenderer(new URLSearchParams(location.search).get('renderer'));
    const overlay = document.createElement('canvas');
    const context = overlay.getContext('2d');
    if (!this.made || !context) return () => {};
    this.overlay = context;
    box.prepend(this.made.canvas, overlay);
    box.dataset.renderer = this.made.renderer.kind;
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
      this.made?.renderer.dispose();
      this.made?.canvas.remove();
      overlay.remove();
      this.shown = null;
    };
  }

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
    const layout = layoutField(width, height, this.props.regions, { k, x: x * dpr, y: y * dpr });
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

  scale(by: number): void {
    this.zoom.scaleBy(select(this.box), by);
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
    if (this.shown !== frame) this.notePulses(frame);
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
      { selected: props.selected, hovered: this.hovered, pulses: left },
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
    if (Math.abs(frame.step - before.step) > PULSE_STEPS) return;
    for (let t = 0; t < b.count; t++) {
      const solid = (f: Frame) => CELL_CLASSES[f.cells[host][t * b.sub] as number]?.solid;
      if (solid(frame) !== solid(before)) this.pulses.set(b.first + t, performance.now() + PULSE);
    }
  }
}
