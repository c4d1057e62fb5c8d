/** Where regions and pages lie in a field, and which page lies at a point. Units are device pixels of the field. */
import { PMD_PAGES } from '../../engine/index.ts';
import {
  CELL_COLUMNS,
  CELL_ROWS,
  hasText,
  type Layout,
  moveBy,
  type Rect,
  sizeOf,
  zoomAt,
} from './layout.ts';

/** Where a region's tile lies. */
export function rectOfRegion(l: Layout, region: number): Rect {
  return {
    x: l.x + (region % l.columns) * l.pitchX,
    y: l.y + Math.floor(region / l.columns) * l.pitchY,
    w: l.tileW,
    h: l.tileH,
  };
}

/** Where a page's cell lies, also when cells are not drawn. */
export function rectOfPage(l: Layout, page: number): Rect {
  const tile = rectOfRegion(l, Math.floor(page / PMD_PAGES));
  const i = page % PMD_PAGES;
  const near = l.cellW > 0;
  const w = near ? l.cellW : tile.w / CELL_COLUMNS;
  const h = near ? l.cellH : tile.h / CELL_ROWS;
  return {
    x: tile.x + (i % CELL_COLUMNS) * w,
    y: tile.y + Math.floor(i / CELL_COLUMNS) * h,
    w: w - l.hairline,
    h: h - l.hairline,
  };
}

/** The page under a device pixel, null between tiles and outside. */
export function pageAt(l: Layout, px: number, py: number): number | null {
  const column = Math.floor((px - l.x) / l.pitchX);
  const row = Math.floor((py - l.y) / l.pitchY);
  if (column < 0 || column >= l.columns || row < 0) return null;
  const region = row * l.columns + column;
  if (region >= l.regions) return null;
  const inX = px - l.x - column * l.pitchX;
  const inY = py - l.y - row * l.pitchY;
  if (inX >= l.tileW || inY >= l.tileH) return null;
  const near = l.cellW > 0;
  const cellX = Math.floor(near ? inX / l.cellW : (inX * CELL_COLUMNS) / l.tileW);
  const cellY = Math.floor(near ? inY / l.cellH : (inY * CELL_ROWS) / l.tileH);
  return region * PMD_PAGES + cellY * CELL_COLUMNS + cellX;
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
  if (!hasText(l)) return [];
  const { first, count } = l.viewport;
  const pages: number[] = [];
  /** Cells of a tile that are in view, along one axis. */
  const shown = (at: number, room: number, cell: number, cells: number) =>
    [Math.max(0, Math.floor(-at / cell)), Math.min(cells - 1, Math.floor((room - at) / cell))] as const;
  for (let region = first; region < first + count; region++) {
    const tile = rectOfRegion(l, region);
    if (!inView(l, tile)) continue;
    const [left, right] = shown(tile.x, l.width, l.cellW, CELL_COLUMNS);
    const [top, bottom] = shown(tile.y, l.height, l.cellH, CELL_ROWS);
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++)
        pages.push(region * PMD_PAGES + row * CELL_COLUMNS + column);
  }
  return pages;
}

/** What of the picture is in view, in parts of it, and how much wider than high it is. */
export function partInView(l: Layout): Rect & { readonly ratio: number } {
  const size = sizeOf(l);
  const along = (start: number, room: number, full: number) => {
    const from = Math.max(0, -start / full);
    return [from, Math.min(1, (room - start) / full) - from] as const;
  };
  const [x, w] = along(l.x, l.width, size.w);
  const [y, h] = along(l.y - l.label, l.height, size.h);
  return { x, y, w, h, ratio: size.w / size.h };
}

/** The first and the last page that have a pixel in view. */
export function pagesInView(l: Layout): readonly [first: number, last: number] {
  const at = (start: number, pitch: number, size: number, tiles: number, cells: number, px: number) => {
    const tile = Math.max(0, Math.min(tiles - 1, Math.floor((px - start) / pitch)));
    const inside = px - start - tile * pitch;
    // In the gap behind a tile the next one begins.
    if (px === 0 && inside >= size && tile < tiles - 1) return [tile + 1, 0] as const;
    const cell = Math.floor((inside * cells) / (size + l.hairline));
    return [tile, Math.max(0, Math.min(cells - 1, cell))] as const;
  };
  const page = (px: number, py: number): number => {
    const [column, x] = at(l.x, l.pitchX, l.tileW, l.columns, CELL_COLUMNS, px);
    const [row, y] = at(l.y, l.pitchY, l.tileH, l.rows, CELL_ROWS, py);
    return (row * l.columns + column) * PMD_PAGES + y * CELL_COLUMNS + x;
  };
  return [page(0, 0), Math.min(l.regions * PMD_PAGES - 1, page(l.width - 1, l.height - 1))];
}

/** Whether some of a rectangle is in the field. */
export function inView(l: Layout, r: Rect): boolean {
  return r.x + r.w > 0 && r.y + r.h > 0 && r.x < l.width && r.y < l.height;
}

/** The same field with a page in its middle, in cells of at least `cell` device pixels. */
export function centreOn(l: Layout, page: number, cell: number): Layout {
  const side = Math.sqrt(l.tileW * l.tileH);
  const near = l.cellW >= cell ? l : zoomAt(l, l.view.k * ((cell * Math.sqrt(PMD_PAGES)) / side));
  const r = rectOfPage(near, page);
  return moveBy(near, near.width / 2 - r.x - r.w / 2, near.height / 2 - r.y - r.h / 2);
}
