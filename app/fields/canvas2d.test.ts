/** Guards the picture itself: what is solid, what has hairlines, what carries a pattern, and that copied rows are right. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CELL_CLASSES, type Viewport } from '../../engine/index.ts';
import { paintCells } from './canvas2d.ts';
import { type Axis, axesOf, CELL_COLUMNS, type Layout, layoutField, SPOTS } from './layout.ts';
import { PALETTES, PATTERNS, rgba } from './palette.ts';

const COLOURS = PALETTES.dark;
const BACK = rgba(COLOURS.background);
const id = (name: string) => CELL_CLASSES.findIndex((c) => c.id === name);

function paint(l: Layout, cells: Uint8Array, tiles: Viewport = l.viewport): Uint32Array {
  const out = new Uint32Array(l.width * l.height).fill(0x12345678);
  paintCells(out, l, axesOf(l), tiles, cells, COLOURS);
  return out;
}

/** One tile of 32 × 16 cells, each 10 × 10 pixels with its hairline; the tile's gap lies outside. */
function oneTile(): Layout {
  const l = layoutField(328, 168, 1, { k: 1, x: 0, y: 0 });
  return { ...l, pitchX: 328, pitchY: 168, gap: 8 };
}

/** A cell's pixels: # its colour, . background. */
function picture(l: Layout, out: Uint32Array, column: number, row: number, colour: number): string[] {
  return Array.from({ length: 10 }, (_, y) =>
    Array.from({ length: 10 }, (__, x) => {
      const p = out[(row * 10 + y) * l.width + column * 10 + x];
      return p === colour ? '#' : p === BACK ? '.' : '?';
    }).join(''),
  );
}

it('a huge mapping has no hairlines and round corners, a small one has hairlines', () => {
  const l = oneTile();
  const huge = paint(l, new Uint8Array(512).fill(id('huge')));
  const teal = rgba(COLOURS.classes[id('huge')]!);
  expect(picture(l, huge, 1, 1, teal)).toEqual(Array(10).fill('##########'));
  expect(picture(l, huge, 0, 0, teal).slice(0, 3)).toEqual(['..########', '.#########', '##########']);
  const small = paint(l, new Uint8Array(512).fill(id('small')));
  const blue = rgba(COLOURS.classes[id('small')]!);
  expect(picture(l, small, 1, 1, blue)).toEqual([...Array(9).fill('#########.'), '..........']);
  expect(picture(l, small, 0, 0, blue)[0]).toBe('#########.');
});

it('a lost cell bears a cross, a waiting one a dot', () => {
  const l = oneTile();
  const shapes = ['lost', 'waiting', 'small'].map((name) => {
    const out = paint(l, new Uint8Array(512).fill(id(name)));
    return picture(l, out, 3, 2, rgba(COLOURS.classes[id(name)]!)).map((row) => row.slice(0, 9));
  });
  expect(shapes[0]?.[0]?.slice(0, 2)).toBe('..');
  expect(shapes[0]?.[4]?.slice(3, 6)).toMatch(/\./);
  expect(shapes[1]?.[0]).toBe('#########');
  expect(shapes[1]?.[4]?.slice(3, 6)).toBe('...');
  expect(shapes[2]?.[4]).toBe('#########');
});

it('tiles that were not asked for and tiles past the guest stay empty', () => {
  const l = layoutField(400, 300, 7, { k: 1, x: 0, y: 0 });
  const cells = new Uint8Array(2 * 512).fill(id('small'));
  const out = paint(l, cells, { first: 2, count: 2, sub: 512 });
  const { x, y } = axesOf(l);
  for (let py = 0; py < l.height; py++)
    for (let px = 0; px < l.width; px++) {
      const region = y.tile[py]! * l.columns + x.tile[px]!;
      const inside = y.tile[py]! >= 0 && x.tile[px]! >= 0 && region >= 2 && region < 4;
      if (!inside) expect(out[py * l.width + px]).toBe(BACK);
    }
  expect(out.some((p) => p !== BACK)).toBe(true);
});

it('cells answered for another level of zoom are not painted', () => {
  const l = layoutField(400, 300, 7, { k: 1, x: 0, y: 0 });
  expect(new Set(paint(l, new Uint8Array(7 * 16).fill(6), { first: 0, count: 7, sub: 16 }))).toEqual(
    new Set([BACK]),
  );
});

/** The same picture pixel by pixel, as the shader does it. */
function pixel(l: Layout, axes: { x: Axis; y: Axis }, cells: Uint8Array, px: number, py: number): number {
  const { x, y } = axes;
  const at = (a: ArrayLike<number>, i: number) => a[i]!;
  const { first, count, sub } = l.viewport;
  const tile = at(y.tile, py) * l.columns + at(x.tile, px) - first;
  if (at(x.tile, px) < 0 || at(y.tile, py) < 0 || tile < 0 || tile >= count) return BACK;
  const perRow = sub === 16 ? 16 : CELL_COLUMNS;
  const c = at(cells, tile * sub + at(y.cell, py) * perRow + at(x.cell, px));
  const solid = CELL_CLASSES[c]?.solid;
  if (!solid && (at(x.edge, px) || at(y.edge, py))) return BACK;
  if (solid && at(x.corner, px) + at(y.corner, py) >= 3) return BACK;
  if (((PATTERNS[c]?.[at(y.spot, py)] ?? 0) >> at(x.spot, px)) & 1) return BACK;
  return rgba(COLOURS.classes[c]!);
}

it('every pixel is what its own tile, cell and class say, though rows are copied', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 220 }),
      fc.integer({ min: 60, max: 220 }),
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 1, max: 12, noNaN: true }),
      fc.nat({ max: 300 }),
      fc.nat(),
      (width, height, regions, k, off, salt) => {
        const l = layoutField(width, height, regions, { k, x: -off, y: -off * 0.7 });
        const n = l.viewport.count * l.sub;
        // Runs of one class and lone cells of others, so that rows repeat and do not.
        const cells = Uint8Array.from({ length: n }, (_, i) =>
          (i + salt) % 37 < 30
            ? ((i >> 9) + salt) % CELL_CLASSES.length
            : (i * 7 + salt) % CELL_CLASSES.length,
        );
        const out = paint(l, cells);
        const axes = axesOf(l);
        for (let py = 0; py < height; py++)
          for (let px = 0; px < width; px++) {
            const want = pixel(l, axes, cells, px, py);
            if (out[py * width + px] !== want)
              expect.fail(
                `pixel ${px},${py}: ${out[py * width + px]?.toString(16)}, not ${want.toString(16)}`,
              );
          }
      },
    ),
    { seed: 4, numRuns: 120 },
  );
});

it('patterns fit their tables', () => {
  for (const rows of PATTERNS)
    for (const bits of rows ?? []) {
      expect(rows).toHaveLength(SPOTS);
      const mirrored = [...bits.toString(2).padStart(SPOTS, '0')].reverse().join('');
      expect(Number.parseInt(mirrored, 2)).toBe(bits);
    }
});
