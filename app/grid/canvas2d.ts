/** Paints a field with putImageData: one pass over its pixels through tables by column and row. */
import { CELL_CLASSES, type Viewport } from '../../engine/index.ts';
import { type Axis, axesOf, CELL_COLUMNS, type Layout } from './layout.ts';
import { type Colours, PATTERNED, rgba } from './palette.ts';
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

/** The picture as pixels, width × height, little-endian RGBA. */
export function paintCells(
  out: Uint32Array,
  layout: Layout,
  axes: { readonly x: Axis; readonly y: Axis },
  tiles: Viewport,
  cells: Uint8Array,
  colours: Colours,
): void {
  const { width, height, columns } = layout;
  const background = rgba(colours.background);
  const fill = Uint32Array.from(colours.classes, rgba);
  const solid = Uint8Array.from(CELL_CLASSES, (c) => (c.solid ? 1 : 0));
  const dots = Uint8Array.from(PATTERNED, (p) => (p ? 1 : 0));
  const { sub } = tiles;
  const perRow = sub === 16 ? 16 : CELL_COLUMNS;
  const { tile: tileX, cell: cellX, edge: edgeX } = axes.x;
  const same = sub === layout.sub;
  for (let py = 0; py < height; py++) {
    const row = axes.y.tile[py] as number;
    const at = py * width;
    if (row < 0 || !same) {
      out.fill(background, at, at + width);
      continue;
    }
    const base = row * columns - tiles.first;
    const cellRow = (axes.y.cell[py] as number) * perRow;
    const edgeY = axes.y.edge[py] as number;
    for (let px = 0; px < width; px++) {
      const column = tileX[px] as number;
      const tile = base + column;
      if (column < 0 || tile < 0 || tile >= tiles.count) {
        out[at + px] = background;
        continue;
      }
      const c = cells[tile * sub + cellRow + (cellX[px] as number)] as number;
      const gap = (edgeY | (edgeX[px] as number)) & ((solid[c] as number) ^ 1);
      const dot = (dots[c] as number) & (px >> 1) & (py >> 1) & 1;
      out[at + px] = gap | dot ? background : (fill[c] as number);
    }
  }
}
