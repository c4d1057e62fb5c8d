/** What lies over the cells: the ring around the selected and the hovered page, region numbers, text in near cells. */
import { CELL_CLASSES, type Frame, PMD_PAGES, type Viewport } from '../../engine/index.ts';
import { CELL_COLUMNS, type Layout, type Rect, rectOfPage, rectOfRegion, TEXT_FROM } from './layout.ts';
import { type Colours, inkOn } from './palette.ts';

/** Tiles at least this wide carry their region's number when a hair of room is left. */
const LABEL_FROM = 120;

const HUGE = CELL_CLASSES.findIndex((c) => c.id === 'huge');
const PIECE = CELL_CLASSES.findIndex((c) => c.id === 'piece');

/** Regions of a split mapping whose 2 MiB folio is still held. */
export function heldFolios(tiles: Viewport, cells: Uint8Array): number[] {
  const held: number[] = [];
  if (tiles.sub !== PMD_PAGES) return held;
  for (let t = 0; t < tiles.count; t++)
    if (cells.subarray(t * PMD_PAGES, (t + 1) * PMD_PAGES).includes(PIECE)) held.push(tiles.first + t);
  return held;
}

export interface Marks {
  /** Regions outlined as one folio. */
  readonly held: readonly number[];
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Regions that just split or fused, with the part of the motion that is left, 1…0. */
  readonly pulses: ReadonlyMap<number, number>;
}

export function paintOverlay(
  g: CanvasRenderingContext2D,
  l: Layout,
  frame: Frame,
  host: 0 | 1,
  colours: Colours,
  marks: Marks,
  dpr: number,
): void {
  g.clearRect(0, 0, l.width, l.height);
  if (l.sub === PMD_PAGES) {
    const width = Math.max(1, Math.min(2 * dpr, Math.floor(l.gap / 3)));
    for (const region of marks.held)
      ring(g, rectOfRegion(l, region), colours.classes[HUGE] as string, width, width / 2);
  }
  if (l.pitchX / CELL_COLUMNS >= TEXT_FROM * dpr) cellTexts(g, l, frame, host, colours, dpr);
  else if (l.pitchX >= LABEL_FROM * dpr * 2) regionLabels(g, l, colours, dpr);
  for (const [region, left] of marks.pulses) {
    g.globalAlpha = left;
    ring(g, rectOfRegion(l, region), colours.ring, 2 * dpr, 2 * dpr);
    g.globalAlpha = 1;
  }
  for (const [page, width] of [
    [marks.hovered, 1],
    [marks.selected, 2],
  ] as const) {
    if (page === null || page >= l.regions * PMD_PAGES) continue;
    ring(g, rectOfRegion(l, Math.floor(page / PMD_PAGES)), colours.ring, dpr * width * 0.75, dpr);
    const cell = rectOfPage(l, page);
    if (cell.w >= 3) ring(g, cell, colours.text, dpr * width, 0);
  }
}

function ring(g: CanvasRenderingContext2D, r: Rect, colour: string, width: number, out: number): void {
  g.strokeStyle = colour;
  g.lineWidth = width;
  g.strokeRect(r.x - out, r.y - out, r.w + 2 * out, r.h + 2 * out);
}

function regionLabels(g: CanvasRenderingContext2D, l: Layout, colours: Colours, dpr: number): void {
  g.font = `600 ${11 * dpr}px system-ui, sans-serif`;
  g.textBaseline = 'top';
  for (let region = l.viewport.first; region < l.viewport.first + l.viewport.count; region++) {
    const r = rectOfRegion(l, region);
    if (r.x > l.width || r.x + r.w < 0) continue;
    const text = String(region);
    g.fillStyle = colours.background;
    g.fillRect(r.x, r.y, g.measureText(text).width + 8 * dpr, 16 * dpr);
    g.fillStyle = colours.text;
    g.fillText(text, r.x + 4 * dpr, r.y + 2 * dpr);
  }
}

/** Page number and class in cells that have room for them, as many lines as fit. */
function cellTexts(
  g: CanvasRenderingContext2D,
  l: Layout,
  frame: Frame,
  host: 0 | 1,
  colours: Colours,
  dpr: number,
): void {
  const tiles = frame.tiles[host];
  const cells = frame.cells[host];
  if (tiles.sub !== PMD_PAGES) return;
  const inks = colours.classes.map(inkOn);
  const pad = 3 * dpr;
  g.textBaseline = 'top';
  for (let region = tiles.first; region < tiles.first + tiles.count; region++) {
    if (!inView(l, rectOfRegion(l, region))) continue;
    for (let i = 0; i < PMD_PAGES; i++) {
      const page = region * PMD_PAGES + i;
      const r = rectOfPage(l, page);
      if (!inView(l, r)) continue;
      const c = cells[(region - tiles.first) * PMD_PAGES + i] as number;
      g.fillStyle = inks[c] ?? colours.text;
      g.font = `600 ${11 * dpr}px ui-monospace, monospace`;
      g.fillText(`0x${page.toString(16)}`, r.x + pad, r.y + pad, r.w - 2 * pad);
      g.font = `${11 * dpr}px system-ui, sans-serif`;
      let y = r.y + pad;
      for (const word of CELL_CLASSES[c]?.label.split(' ') ?? []) {
        y += 13 * dpr;
        if (y + 12 * dpr <= r.y + r.h) g.fillText(word, r.x + pad, y, r.w - 2 * pad);
      }
    }
  }
}

function inView(l: Layout, r: Rect): boolean {
  return r.x + r.w > 0 && r.y + r.h > 0 && r.x < l.width && r.y < l.height;
}
