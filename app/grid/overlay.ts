/** What lies over the cells: the ring around the selected and the hovered page, region numbers, text in near cells. */
import { CELL_CLASSES, type Frame, PMD_PAGES } from '../../engine/index.ts';
import { type Layout, type Rect, rectOfPage, rectOfRegion, TEXT_FROM } from './layout.ts';
import type { Colours } from './palette.ts';

/** Tiles at least this wide carry their region's number when a hair of room is left. */
const LABEL_FROM = 120;

export interface Marks {
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
  if (l.pitchX / 32 >= TEXT_FROM) cellTexts(g, l, frame, host, dpr);
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

/** Page number and class in cells that have room for them. */
function cellTexts(g: CanvasRenderingContext2D, l: Layout, frame: Frame, host: 0 | 1, dpr: number): void {
  const tiles = frame.tiles[host];
  const cells = frame.cells[host];
  if (tiles.sub !== PMD_PAGES) return;
  g.textBaseline = 'top';
  for (let i = 0; i < cells.length; i++) {
    const page = tiles.first * PMD_PAGES + i;
    const r = rectOfPage(l, page);
    if (r.x + r.w < 0 || r.y + r.h < 0 || r.x > l.width || r.y > l.height) continue;
    g.fillStyle = '#fff';
    g.shadowColor = '#000';
    g.shadowBlur = 3 * dpr;
    g.font = `600 ${11 * dpr}px ui-monospace, monospace`;
    g.fillText(`0x${page.toString(16)}`, r.x + 3 * dpr, r.y + 3 * dpr, r.w - 6 * dpr);
    g.font = `${10 * dpr}px system-ui, sans-serif`;
    g.fillText(CELL_CLASSES[cells[i] as number]?.label ?? '', r.x + 3 * dpr, r.y + 17 * dpr, r.w - 6 * dpr);
    g.shadowBlur = 0;
  }
}
