/** Tiles, cells and patterns along the two axes of a field, for each device pixel: painters look up both and add nothing. */
import type { Layout } from './layout.ts';

/** Tiles of fewer pixels keep square corners. */
const ROUND_FROM = 12;
/** Sides of a cell, without its gap, from which it carries a small mark or a whole pattern. */
const MARK_FROM = 3;
const PATTERN_FROM = 8;
/** A pattern has PATTERN × PATTERN bits, stretched over a cell, and for small cells MARK × MARK. Row or column `PLAIN` is empty;
 *  those of the mark come after it. */
export const PATTERN = 8;
export const MARK = 3;
/** Where a cell has neither. */
export const PLAIN = 8;
export const SPOTS = PATTERN + 1 + MARK;

/** One axis as a painter needs it, for each device pixel. */
export interface Axis {
  /** -1: between tiles. */
  readonly tile: Int32Array;
  /** Cell in the tile. */
  readonly cell: Uint8Array;
  /** 1: the gap behind a cell. */
  readonly edge: Uint8Array;
  /** 2 on a tile's outermost pixel, 1 on the next: where both axes add up to 3, a solid tile's corner is cut. */
  readonly corner: Uint8Array;
  /** Column or row of a cell's pattern, or of its small mark; PLAIN where it has neither. */
  readonly spot: Uint8Array;
}

interface Ruler {
  readonly length: number;
  readonly start: number;
  readonly tile: number;
  readonly pitch: number;
  readonly tiles: number;
  /** Distance of cells, 0 for a bar of `strips`. */
  readonly cell: number;
  readonly hairline: number;
  readonly strips: number;
  /** Side of the smaller direction of a cell: both directions carry the same kind of mark. */
  readonly spots: number;
}

function axisOf({
  length,
  start,
  tile: size,
  pitch,
  tiles,
  cell: step,
  hairline,
  strips,
  spots,
}: Ruler): Axis {
  const tile = new Int32Array(length).fill(-1);
  const cell = new Uint8Array(length);
  const edge = new Uint8Array(length);
  const corner = new Uint8Array(length);
  const spot = new Uint8Array(length).fill(PLAIN);
  const face = step - hairline;
  for (let px = Math.max(0, start); px < length; px++) {
    const t = Math.floor((px - start) / pitch);
    if (t >= tiles) break;
    const inside = px - start - t * pitch;
    if (inside >= size) continue;
    tile[px] = t;
    if (size >= ROUND_FROM) corner[px] = Math.max(0, 2 - Math.min(inside, size - 1 - inside));
    if (step === 0) {
      cell[px] = Math.floor((inside * strips) / size);
      continue;
    }
    cell[px] = Math.floor(inside / step);
    const at = inside % step;
    if (at >= face) edge[px] = 1;
    else spot[px] = spotOf(at, face, spots);
  }
  return { tile, cell, edge, corner, spot };
}

/** Where a pixel of a cell's face lies in its pattern: symmetrical, whatever the side. */
function spotOf(at: number, face: number, spots: number): number {
  if (spots >= PATTERN_FROM) return Math.floor(((at + 0.5) * PATTERN) / face);
  if (spots < MARK_FROM) return PLAIN;
  const third = Math.round(face / MARK);
  return PLAIN + 1 + (at < third ? 0 : at < face - third ? 1 : 2);
}

/** Both axes of a field, one entry per device pixel of its width and height. */
export function axesOf(l: Layout): { readonly x: Axis; readonly y: Axis } {
  const spots = Math.min(l.cellW, l.cellH) - l.hairline;
  const both = { hairline: l.hairline, spots };
  return {
    x: axisOf({
      ...{ length: l.width, start: l.x, tile: l.tileW, pitch: l.pitchX, tiles: l.columns },
      ...{ ...both, cell: l.cellW, strips: 16 },
    }),
    y: axisOf({
      ...{ length: l.height, start: l.y, tile: l.tileH, pitch: l.pitchY, tiles: l.rows },
      ...{ ...both, cell: l.cellH, strips: 1 },
    }),
  };
}
