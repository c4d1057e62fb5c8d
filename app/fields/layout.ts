/** Where tiles and cells lie in a field: all of the geometry, for painters and pickers alike. Units are device pixels.
 *  A tile is a region of 2 MB: 32 × 16 cells of 4 KB, in page order by rows; far out it is a bar of 16 strips. */
import { PMD_PAGES, type Viewport } from '../../engine/index.ts';

export const CELL_COLUMNS = 32;
export const CELL_ROWS = PMD_PAGES / CELL_COLUMNS;
/** Tiles narrower than this show shares, not cells. */
const CELLS_FROM = 34;
/** A cell of this many CSS pixels has room for text. */
export const TEXT_FROM = 44;
/** No cell needs to be larger, in CSS pixels. */
const CELL_MAX = 96;
/** Tiles of fewer pixels keep square corners. */
const ROUND_FROM = 12;
/** Cells of fewer pixels carry no pattern. */
const SPOTS_FROM = 3;
/** Patterns are SPOTS × SPOTS bits, stretched over a cell. */
export const SPOTS = 8;

/** A magnification and an offset, in pixels. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** Device pixels to a CSS pixel. */
  readonly dpr: number;
  readonly width: number;
  readonly height: number;
  readonly regions: number;
  readonly columns: number;
  readonly rows: number;
  /** Distance from one tile to the next. */
  readonly pitchX: number;
  readonly pitchY: number;
  readonly gap: number;
  /** Position of the first tile. */
  readonly x: number;
  readonly y: number;
  readonly sub: 512 | 16;
  /** Tiles in view, whole rows. */
  readonly viewport: Viewport;
  /** Largest useful magnification. */
  readonly maxZoom: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Columns for which all tiles, twice as wide as high, fill the field best. */
function fitColumns(width: number, height: number, regions: number): number {
  let best = 1;
  let bestSize = 0;
  for (let c = 1; c <= regions; c++) {
    const size = Math.min(width / c, (2 * height) / Math.ceil(regions / c));
    if (size > bestSize) {
      bestSize = size;
      best = c;
    }
    if (width / c < bestSize) break;
  }
  return best;
}

/** Lays out `regions` tiles in a field of device pixels, `dpr` of them to a CSS pixel. */
export function layoutField(width: number, height: number, regions: number, view: View, dpr = 1): Layout {
  const columns = fitColumns(width, height, regions);
  const rows = Math.ceil(regions / columns);
  const fitX = width / columns;
  // Tiles may be up to a quarter higher or flatter than 2:1, so that the field is filled.
  const fitY = Math.min(height / rows, fitX * 0.62);
  const pitchX = fitX * view.k;
  const pitchY = fitY * view.k;
  const sub = pitchX >= CELLS_FROM ? PMD_PAGES : 16;
  const firstRow = Math.max(0, Math.floor(-view.y / pitchY));
  const lastRow = Math.min(rows - 1, Math.floor((height - view.y) / pitchY));
  const first = Math.min(regions, firstRow * columns);
  return {
    dpr,
    width,
    height,
    regions,
    columns,
    rows,
    pitchX,
    pitchY,
    gap: Math.max(1, Math.min(8, Math.round(pitchX * 0.045))),
    x: view.x,
    y: view.y,
    sub,
    viewport: { first, count: Math.max(0, Math.min(regions, (lastRow + 1) * columns) - first), sub },
    maxZoom: Math.max(1, (CELL_MAX * dpr * CELL_COLUMNS) / fitX),
  };
}

/** One axis as a painter needs it, for each device pixel. */
export interface Axis {
  /** -1: between tiles. */
  readonly tile: Int32Array;
  /** Cell in the tile. */
  readonly cell: Uint8Array;
  /** 1: the hairline behind a cell. */
  readonly edge: Uint8Array;
  /** 2 on a tile's outermost pixel, 1 on the next: where both axes add up to 3, a solid tile's corner is cut. */
  readonly corner: Uint8Array;
  /** Column or row of a cell's pattern; SPOTS where cells are too small for one. */
  readonly spot: Uint8Array;
}

export function axisOf(
  length: number,
  start: number,
  pitch: number,
  gap: number,
  tiles: number,
  cells: number,
): Axis {
  const tile = new Int32Array(length).fill(-1);
  const cell = new Uint8Array(length);
  const edge = new Uint8Array(length);
  const corner = new Uint8Array(length);
  const spot = new Uint8Array(length).fill(SPOTS);
  const inner = pitch - gap;
  const hairline = inner / cells >= 3;
  for (let px = 0; px < length; px++) {
    const at = px + 0.5 - start;
    const t = Math.floor(at / pitch);
    if (at < 0 || t >= tiles) continue;
    const inside = at - t * pitch;
    if (inside >= inner) continue;
    tile[px] = t;
    const c = Math.min(cells - 1, Math.floor((inside * cells) / inner));
    cell[px] = c;
    if (hairline && Math.floor(((inside + 1) * cells) / inner) !== c) edge[px] = 1;
    if (inner >= ROUND_FROM)
      corner[px] = Math.max(0, 2 - Math.min(Math.floor(inside), Math.ceil(inner - inside) - 1));
    if (inner / cells >= SPOTS_FROM)
      spot[px] = Math.min(SPOTS - 1, Math.floor(((inside * cells) / inner - c) * SPOTS));
  }
  return { tile, cell, edge, corner, spot };
}

export function axesOf(l: Layout): { readonly x: Axis; readonly y: Axis } {
  const cells = l.sub === PMD_PAGES;
  return {
    x: axisOf(l.width, l.x, l.pitchX, l.gap, l.columns, cells ? CELL_COLUMNS : 16),
    y: axisOf(l.height, l.y, l.pitchY, l.gap, l.rows, cells ? CELL_ROWS : 1),
  };
}

export function rectOfRegion(l: Layout, region: number): Rect {
  return {
    x: l.x + (region % l.columns) * l.pitchX,
    y: l.y + Math.floor(region / l.columns) * l.pitchY,
    w: l.pitchX - l.gap,
    h: l.pitchY - l.gap,
  };
}

/** Where a page's cell lies, also when cells are not drawn. */
export function rectOfPage(l: Layout, page: number): Rect {
  const tile = rectOfRegion(l, Math.floor(page / PMD_PAGES));
  const i = page % PMD_PAGES;
  const w = tile.w / CELL_COLUMNS;
  const h = tile.h / CELL_ROWS;
  return { x: tile.x + (i % CELL_COLUMNS) * w, y: tile.y + Math.floor(i / CELL_COLUMNS) * h, w, h };
}

/** The page under a device pixel, null between tiles and outside. */
export function pageAt(l: Layout, px: number, py: number): number | null {
  const column = Math.floor((px - l.x) / l.pitchX);
  const row = Math.floor((py - l.y) / l.pitchY);
  if (column < 0 || column >= l.columns || row < 0) return null;
  const region = row * l.columns + column;
  if (region >= l.regions) return null;
  const inX = (px - l.x - column * l.pitchX) / (l.pitchX - l.gap);
  const inY = (py - l.y - row * l.pitchY) / (l.pitchY - l.gap);
  if (inX >= 1 || inY >= 1) return null;
  return region * PMD_PAGES + Math.floor(inY * CELL_ROWS) * CELL_COLUMNS + Math.floor(inX * CELL_COLUMNS);
}

/** Where a page lies in the field's grid: of cells, or far out, where cells are not drawn, of tiles. */
export function placeOfPage(l: Layout, page: number): { row: number; column: number } {
  const region = Math.floor(page / PMD_PAGES);
  const [row, column] = [Math.floor(region / l.columns), region % l.columns];
  if (l.sub !== PMD_PAGES) return { row, column };
  const i = page % PMD_PAGES;
  return {
    row: row * CELL_ROWS + Math.floor(i / CELL_COLUMNS),
    column: column * CELL_COLUMNS + (i % CELL_COLUMNS),
  };
}

/** The page at a place of that grid, a region's first page far out; null where nothing lies. */
export function pageAtPlace(l: Layout, row: number, column: number): number | null {
  const near = l.sub === PMD_PAGES;
  const [down, across] = near ? [CELL_ROWS, CELL_COLUMNS] : [1, 1];
  if (row < 0 || column < 0 || column >= l.columns * across) return null;
  const region = Math.floor(row / down) * l.columns + Math.floor(column / across);
  if (region >= l.regions) return null;
  return region * PMD_PAGES + (near ? (row % CELL_ROWS) * CELL_COLUMNS + (column % CELL_COLUMNS) : 0);
}

/** The page that lies `dx` cells to the right and `dy` down, over the borders of tiles; far out so many tiles away, at the same
 *  place in its tile. The same page when nothing lies there. */
export function pageBeside(l: Layout, page: number, dx: number, dy: number): number {
  const { row, column } = placeOfPage(l, page);
  const to = pageAtPlace(l, row + dy, column + dx);
  if (to === null) return page;
  return l.sub === PMD_PAGES ? to : to + (page % PMD_PAGES);
}

/** Pages whose cells are in view and have room for text, in rows from the top; none while cells are smaller. */
export function pagesWithText(l: Layout): number[] {
  if (l.pitchX / CELL_COLUMNS < TEXT_FROM * l.dpr) return [];
  const [w, h] = [l.pitchX / CELL_COLUMNS, l.pitchY / CELL_ROWS];
  const pages: number[] = [];
  // Gaps between tiles make cells a little smaller than w × h: one more on each side is looked at.
  const last = (room: number, start: number, size: number) => Math.floor((room - start) / size) + 1;
  for (let row = Math.max(0, Math.floor(-l.y / h) - 1); row <= last(l.height, l.y, h); row++)
    for (let column = Math.max(0, Math.floor(-l.x / w) - 1); column <= last(l.width, l.x, w); column++) {
      const page = pageAtPlace(l, row, column);
      if (page !== null && inView(l, rectOfPage(l, page))) pages.push(page);
    }
  return pages;
}

/** Whether some of a rectangle is in the field. */
export function inView(l: Layout, r: Rect): boolean {
  return r.x + r.w > 0 && r.y + r.h > 0 && r.x < l.width && r.y < l.height;
}
