/** Paints a field with putImageData: one pass over its pixels through tables by column and row. */
import { CELL_CLASSES, type Viewport } from '../../engine/index.ts';
import { type Axis, axesOf, SPOTS } from './axes.ts';
import { CELL_COLUMNS, type Layout } from './layout.ts';
import { type Colours, rgba } from './palette.ts';
import type { GridRenderer } from './renderer.ts';

export function createCanvas2d(canvas: HTMLCanvasElement): GridRenderer | null {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return null;
  let image: ImageData | null = null;
  let laidOut: Layout | null = null;
  let axes: { x: Axis; y: Axis } | null = null;
  return {
    kind: '2d',
    draw(layout, tiles, cells, colours) {
      if (!image || image.width !== layout.width || image.height !== layout.height)
        image = context.createImageData(Math.max(1, layout.width), Math.max(1, layout.height));
      if (laidOut !== layout || !axes) {
        laidOut = layout;
        axes = axesOf(layout);
      }
      paintCells(new Uint32Array(image.data.buffer), layout, axes, tiles, cells, colours);
      context.putImageData(image, 0, 0);
    },
    dispose() {
      image = null;
    },
  };
}

/** Far enough below 0 that no tile's cells bring it back. */
const NOWHERE = -(2 ** 30);

/** The picture as pixels, width × height, little-endian RGBA. A row that repeats the one above it is copied. */
export function paintCells(
  out: Uint32Array,
  layout: Layout,
  axes: { readonly x: Axis; readonly y: Axis },
  tiles: Viewport,
  cells: Uint8Array,
  colours: Colours,
): void {
  const { width, height, columns } = layout;
  const { sub } = tiles;
  const { x, y } = axes;
  const background = rgba(colours.background);
  if (sub !== layout.sub) {
    out.fill(background);
    return;
  }
  // Colour by class, and from 256 on what its hairlines show. 0, which no colour is, sends patterned cells a slower way.
  const fill = new Uint32Array(512).fill(background);
  CELL_CLASSES.forEach((c, i) => {
    fill[i] = colours.patterns[i] ? 0 : rgba(colours.classes[i]!);
    if (c.solid) fill[256 + i] = fill[i]!;
  });
  const loud = Uint32Array.from(colours.classes, rgba);
  const solid = Uint8Array.from(CELL_CLASSES, (c) => (c.solid ? 1 : 0));
  const patterns = patternRows(colours);
  const perRow = sub === 16 ? 16 : CELL_COLUMNS;
  const offset = Int32Array.from(x.tile, (t, px) => (t < 0 ? NOWHERE : t * sub + x.cell[px]!));
  const { edge: edgeX, corner: cornerX, spot: spotX } = x;
  const end = Math.min(cells.length, tiles.count * sub);
  // Whether the row above holds a pattern: only then does the place in the cell matter.
  let spotted = false;
  for (let py = 0; py < height; py++) {
    const at = py * width;
    const row = y.tile[py]!;
    if (py > 0 && repeats(y, py, spotted)) {
      out.copyWithin(at, at - width, at);
      continue;
    }
    spotted = false;
    if (row < 0) {
      out.fill(background, at, at + width);
      continue;
    }
    const base = (row * columns - tiles.first) * sub + y.cell[py]! * perRow;
    const edgeY = y.edge[py]!;
    const cornerY = y.corner[py]!;
    const spotY = y.spot[py]!;
    for (let px = 0; px < width; px++) {
      const i = base + offset[px]!;
      if (i < 0 || i >= end) {
        out[at + px] = background;
        continue;
      }
      const c = cells[i]!;
      let colour = fill[((edgeY | edgeX[px]!) << 8) | c]!;
      if (colour === 0) {
        spotted = true;
        const bits = patterns[c * SPOTS + spotY]!;
        colour = ((bits >> spotX[px]!) & 1 ? background : loud[c])!;
      }
      if (cornerY && cornerY + cornerX[px]! >= 3 && solid[c]) colour = background;
      out[at + px] = colour;
    }
  }
}

function repeats(y: Axis, py: number, spotted: boolean): boolean {
  const same = (column: ArrayLike<number>) => column[py] === column[py - 1];
  return same(y.tile) && same(y.cell) && same(y.edge) && same(y.corner) && (!spotted || same(y.spot));
}

/** Rows of patterns by class, SPOTS each. */
function patternRows({ patterns }: Colours): Uint16Array {
  const rows = new Uint16Array(CELL_CLASSES.length * SPOTS);
  patterns.forEach((pattern, c) => {
    if (pattern) rows.set(pattern, c * SPOTS);
  });
  return rows;
}
