/** Where tiles and cells lie in a field: all of the geometry, for painters and pickers alike. Units are device pixels, and every
 *  edge lies on a whole one: cells of unequal size would be seen as stripes. A tile is a region of 2 MB: 32 × 16 cells of 4 KB, in
 *  page order by rows; far out it is a bar of 16 strips. */
import { PMD_PAGES, type Viewport } from '../../engine/index.ts';

export const CELL_COLUMNS = 32;
export const CELL_ROWS = PMD_PAGES / CELL_COLUMNS;
/** A cell of this many CSS pixels has room for text. */
const TEXT_FROM = 56;
/** No cell needs to be larger, in CSS pixels. */
const CELL_MAX = 96;
/** Cells smaller than this have no gaps in either direction; the gaps between tiles mark the tiles. */
const GAPS_FROM = 4;
/** From here on gaps are two pixels wide. */
const WIDE_GAPS_FROM = 20;
/** A field that is zoomed has square cells from here on; smaller ones may be one pixel higher than wide. */
const SQUARE_FROM = 3;
/** Rings round the outermost tiles have this much room, in CSS pixels. */
const MARGIN = 3;
/** A line of text above a tile, and the narrowest tile that has one, in CSS pixels. */
const LABEL = 19;
const LABEL_FROM = 92;
/** A column of text beside the tiles, and the lowest row that has room for a line of it, in CSS pixels. */
const GUTTER = 84;
const GUTTER_FROM = 16;
/** What lies over the bottom of a field that is zoomed, in CSS pixels: the last row can be moved above it. */
const STRIP = 26;
/** The same where it explains the letters in cells. */
const TEXT_STRIP = 64;
/** The widest gap between tiles without text, in CSS pixels. */
const GAP_MAX = 12;

/** What of the memory is looked at, whatever the field's size: a magnification, and the point in the middle of the field, in parts
 *  (0…1) of the picture's width and height. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** All of the memory. */
export const WHOLE: View = { k: 1, x: 0.5, y: 0.5 };

export interface Layout {
  /** Device pixels to a CSS pixel. */
  readonly dpr: number;
  readonly width: number;
  readonly height: number;
  readonly regions: number;
  readonly columns: number;
  readonly rows: number;
  /** Size of a tile. */
  readonly tileW: number;
  readonly tileH: number;
  /** Distance from one cell to the next: 0 far out, where a tile is a bar. */
  readonly cellW: number;
  readonly cellH: number;
  /** Gap between cells, part of their distance: the same in both directions. */
  readonly hairline: number;
  /** Distance from one tile to the next. */
  readonly pitchX: number;
  readonly pitchY: number;
  /** Height of the line of text above each tile; 0 without. */
  readonly label: number;
  /** Width of the text on the left of each row; 0 without. */
  readonly gutter: number;
  /** Height of what lies over the bottom. */
  readonly strip: number;
  /** Position of the first tile. */
  readonly x: number;
  readonly y: number;
  /** What is looked at, as near to what was asked for as the field can show it. */
  readonly view: View;
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

/** The size of a tile and of its cells. */
interface Tile {
  readonly w: number;
  readonly h: number;
  readonly cellW: number;
  readonly cellH: number;
  readonly hairline: number;
  /** Least gap to the next tile. */
  readonly gap: number;
}

function tileOfCells(cellW: number, cellH: number): Tile {
  const least = Math.min(cellW, cellH);
  const hairline = least < GAPS_FROM ? 0 : least < WIDE_GAPS_FROM ? 1 : 2;
  // The last cells of a tile need no gap behind them.
  const [w, h] = [CELL_COLUMNS * cellW - hairline, CELL_ROWS * cellH - hairline];
  return { w, h, cellW, cellH, hairline, gap: Math.min(least + 1, least < GAPS_FROM ? 2 : 6) };
}

const tileOfBar = (w: number, h: number): Tile => ({
  ...{ w, h, cellW: 0, cellH: 0, hairline: 0 },
  gap: Math.min(w, h) < GAPS_FROM ? 0 : Math.min(w, h) < 2 * GAPS_FROM ? 1 : 2,
});

/** Cells too small to be square, from the smallest. */
const SMALL_CELLS = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 3],
] as const;

/** The tile nearest to a side (the root of its area), as cells; null where cells would be smaller than a pixel. */
function tileOfSide(side: number): Tile | null {
  const cell = side / Math.sqrt(PMD_PAGES);
  if (Math.round(cell) >= SQUARE_FROM) return tileOfCells(Math.round(cell), Math.round(cell));
  const fits = SMALL_CELLS.findLast(([w, h]) => w * h <= (cell + 0.05) ** 2);
  return fits ? tileOfCells(fits[0], fits[1]) : null;
}

const sideOf = ({ w, h, cellW, cellH }: Tile): number => Math.sqrt(cellW ? PMD_PAGES * cellW * cellH : w * h);

/** All tiles there are, the largest first, from those whose columns fill a field at most. Cells are square or one pixel longer in
 *  one direction, so that some size fills the field. */
function* tiles(width: number, height: number): Generator<Tile> {
  for (let c = Math.ceil(Math.max(width / CELL_COLUMNS, height / CELL_ROWS)); c >= 1; c--) {
    yield tileOfCells(c, c + 1);
    yield tileOfCells(c + 1, c);
    yield tileOfCells(c, c);
  }
  const bars: Tile[] = [];
  for (let w = CELL_COLUMNS - 1; w > 0; w--)
    for (let h = w; h >= Math.ceil(w / 2); h--) bars.push(tileOfBar(w, h));
  yield* bars.sort((a, b) => b.w * b.h - a.w * a.h);
}

interface Grid {
  readonly tile: Tile;
  readonly columns: number;
  /** Gaps between tiles, and the line of text above each tile that `gapY` has room for. */
  readonly gapX: number;
  readonly gapY: number;
  readonly label: number;
  readonly gutter: number;
  readonly margin: number;
}

/** How many tiles of a size fit into a room with their gaps. */
const fitting = (room: number, size: number, gap: number): number => Math.floor((room + gap) / (size + gap));

/** How well rows are read: those of a power of two begin at round addresses, and whole rows leave no hole at the end. */
function worthOf(columns: number, regions: number): number {
  if (regions % columns !== 0) return 0.66;
  return (columns & (columns - 1)) === 0 ? 1 : 0.88;
}

/** The columns of `least` to `most` that are read best; of equals the most. */
function columnsOf(regions: number, least: number, most: number): number {
  let best = most;
  for (let c = most; c >= Math.max(1, least); c--) if (worthOf(c, regions) > worthOf(best, regions)) best = c;
  return best;
}

/** Tiles as large as the field has room for, in rows that are read well: much larger tiles outweigh round rows. */
function gridFor(width: number, height: number, regions: number, dpr: number): Grid {
  let smallest: Grid | null = null;
  let best: Grid | null = null;
  let bestWorth = 0;
  for (const tile of tiles(width, height)) {
    const area = tile.w * tile.h;
    // A bar says less than the smallest cells.
    if (best && (area <= bestWorth || tile.cellW === 0)) break;
    const margin = tile.cellW ? Math.round(MARGIN * dpr) : 0;
    const [roomX, roomY] = [width - 2 * margin, height - 2 * margin];
    const most = Math.min(regions, fitting(roomX, tile.w, tile.gap));
    const rows = fitting(roomY, tile.h, tile.gap);
    const bare = { tile, gapX: tile.gap, gapY: tile.gap, label: 0, gutter: 0, margin };
    smallest = { ...bare, columns: Math.max(1, most) };
    if (most < 1 || rows < 1 || most * rows < regions) continue;
    const columns = columnsOf(regions, Math.ceil(regions / rows), most);
    const worth = area * worthOf(columns, regions);
    if (worth <= bestWorth) continue;
    best = spread(smallest, columns, [roomX, roomY], regions, dpr);
    bestWorth = worth;
  }
  if (best) return best;
  // More regions than pixels: rows share them, and each pixel shows one of its rows.
  const { columns } = smallest!;
  return { ...smallest!, gapY: height / Math.ceil(regions / columns) - 1 };
}

/** Uses room that is left over for text above the tiles or beside them, and for wider gaps, equal in both directions. */
function spread(
  grid: Grid,
  columns: number,
  [roomX, roomY]: readonly [number, number],
  regions: number,
  dpr: number,
): Grid {
  const { tile } = grid;
  const rows = Math.ceil(regions / columns);
  const between = (room: number, size: number, n: number): number =>
    n > 1 ? Math.floor((room - n * size) / (n - 1)) : Number.POSITIVE_INFINITY;
  const widest = Math.min(Math.floor(Math.min(tile.w, tile.h) / 5), GAP_MAX * dpr);
  const gap = (across: number): number => Math.max(tile.gap, Math.min(across, widest));
  const across = between(roomX, tile.w, columns);
  const label = labelOf(tile, dpr);
  if (label > 0 && roomY >= rows * (tile.h + label))
    return { ...grid, columns, gapX: gap(across), gapY: label, label };
  const down = between(roomY, tile.h, rows);
  const beside = Math.round(GUTTER * dpr);
  const fits = roomX - beside >= columns * (tile.w + tile.gap) && tile.h + tile.gap >= GUTTER_FROM * dpr;
  const gutter = fits ? beside : 0;
  const both = gap(Math.min(between(roomX - gutter, tile.w, columns), down));
  return { ...grid, columns, gapX: both, gapY: both, gutter };
}

/** Height of the text above a tile; 0 where it is wider than the tile. */
const labelOf = (tile: Tile, dpr: number): number =>
  tile.w >= LABEL_FROM * dpr ? Math.round(LABEL * dpr) : 0;

/** The grid, magnified. */
function magnified(grid: Grid, k: number, dpr: number): Grid {
  if (k <= 1) return grid;
  const { w, h } = grid.tile;
  const tile =
    tileOfSide(sideOf(grid.tile) * k) ?? tileOfBar(Math.min(31, Math.round(w * k)), Math.round(h * k));
  const label = grid.label > 0 || k >= 2 ? labelOf(tile, dpr) : 0;
  const wider = (gap: number): number =>
    Math.max(tile.gap, Math.min(Math.round(gap * k), Math.max(gap, Math.round(GAP_MAX * dpr))));
  return { ...grid, tile, gapX: wider(grid.gapX), gapY: label || wider(grid.gapY), label, gutter: 0 };
}

/** One axis: where the picture begins, and which part of it is in the middle. */
function placed(
  room: number,
  size: number,
  [margin, after]: readonly [number, number],
  part: number,
): readonly [at: number, part: number] {
  if (size <= room - margin - after) return [margin, 0.5];
  const at = Math.round(room / 2 - part * size);
  const inside = Math.max(room - after - size, Math.min(margin, at));
  return [inside, inside === at ? part : (room / 2 - inside) / size];
}

/** Lays out `regions` tiles in a field of device pixels, `dpr` of them to a CSS pixel. */
export function layoutField(width: number, height: number, regions: number, view: View, dpr = 1): Layout {
  const whole = gridFor(width, height, regions, dpr);
  const maxZoom = Math.max(1, (CELL_MAX * dpr * Math.sqrt(PMD_PAGES)) / sideOf(whole.tile));
  const k = Math.max(1, Math.min(maxZoom, view.k));
  const { tile, columns, gapX, gapY, label, gutter, margin } = magnified(whole, k, dpr);
  const rows = Math.ceil(regions / columns);
  const strip = k > 1 ? Math.round((tile.cellW >= TEXT_FROM * dpr ? TEXT_STRIP : STRIP) * dpr) : 0;
  const [pitchX, pitchY] = [tile.w + gapX, tile.h + gapY];
  const [left, partX] = placed(width, columns * pitchX - gapX, [margin, margin], view.x);
  const x = left + gutter;
  const [top, partY] = placed(height, rows * pitchY - gapY + label, [margin, strip || margin], view.y);
  const y = top + label;
  const sub = tile.cellW > 0 ? PMD_PAGES : 16;
  const firstRow = Math.max(0, Math.floor(-y / pitchY));
  const lastRow = Math.min(rows - 1, Math.floor((height - y) / pitchY));
  const first = Math.min(regions, firstRow * columns);
  return {
    ...{ dpr, width, height, regions, columns, rows },
    ...{ tileW: tile.w, tileH: tile.h, cellW: tile.cellW, cellH: tile.cellH, hairline: tile.hairline },
    ...{ pitchX, pitchY, label, gutter, strip, x, y, sub, maxZoom },
    view: { k, x: partX, y: partY },
    viewport: { first, count: Math.max(0, Math.min(regions, (lastRow + 1) * columns) - first), sub },
  };
}

/** Size of the whole picture, of which a part may be in view. */
export const sizeOf = (l: Layout): { readonly w: number; readonly h: number } => ({
  w: (l.columns - 1) * l.pitchX + l.tileW,
  h: (l.rows - 1) * l.pitchY + l.tileH + l.label,
});

/** The part of the picture that lies at a device pixel. */
function partAt(l: Layout, px: number, py: number): readonly [number, number] {
  const { w, h } = sizeOf(l);
  return [(px - l.x) / w, (py - l.y + l.label) / h];
}

/** The same field with another magnification; what lies at a device pixel stays there. */
export function zoomAt(l: Layout, k: number, px = l.width / 2, py = l.height / 2): Layout {
  const [partX, partY] = partAt(l, px, py);
  const next = layoutField(l.width, l.height, l.regions, { ...l.view, k }, l.dpr);
  const { w, h } = sizeOf(next);
  const view = {
    k,
    x: partX + (l.width / 2 - px) / w,
    y: partY + (l.height / 2 - py) / h,
  };
  return layoutField(l.width, l.height, l.regions, view, l.dpr);
}

/** The same field with the picture moved by device pixels. */
export function moveBy(l: Layout, dx: number, dy: number): Layout {
  const { w, h } = sizeOf(l);
  const view = { ...l.view, x: l.view.x - dx / w, y: l.view.y - dy / h };
  return layoutField(l.width, l.height, l.regions, view, l.dpr);
}

/** Whether cells have room for text. */
export const hasText = (l: Layout): boolean => l.cellW >= TEXT_FROM * l.dpr;
