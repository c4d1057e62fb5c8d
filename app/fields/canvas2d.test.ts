/** Guards the picture itself: what is solid, what has hairlines, what carries a pattern, and that copied rows are right. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CELL_CLASSES, type Viewport } from '../../engine/index.ts';
import { type Axis, axesOf, PATTERN, SPOTS } from './axes.ts';
import { paintCells } from './canvas2d.ts';
import { CELL_COLUMNS, type Layout, layoutField, WHOLE } from './layout.ts';
import { classesOf, dimmed, PALETTES, rgba } from './palette.ts';

const COLOURS = PALETTES.dark;
const BACK = rgba(COLOURS.background);
const id = (name: string) => CELL_CLASSES.findIndex((c) => c.id === name);

function paint(l: Layout, cells: Uint8Array, tiles: Viewport = l.viewport): Uint32Array {
  const out = new Uint32Array(l.width * l.height).fill(0x12345678);
  paintCells(out, l, axesOf(l), tiles, cells, COLOURS);
  return out;
}

/** One tile of 32 × 16 cells, each 10 × 10 pixels with its gap. */
function oneTile(): Layout {
  const l = layoutField(330, 168, 1, WHOLE);
  expect(l).toMatchObject({ cellW: 10, cellH: 10, hairline: 1 });
  return l;
}

/** A cell's pixels: # its colour, . background. */
function picture(l: Layout, out: Uint32Array, column: number, row: number, colour: number): string[] {
  return Array.from({ length: 10 }, (_, y) =>
    Array.from({ length: 10 }, (__, x) => {
      const p = out[(l.y + row * 10 + y) * l.width + l.x + column * 10 + x];
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
  const l = layoutField(400, 300, 7, WHOLE);
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
  const l = layoutField(400, 300, 7, WHOLE);
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
  if (((COLOURS.patterns[c]?.[at(y.spot, py)] ?? 0) >> at(x.spot, px)) & 1) return BACK;
  return rgba(COLOURS.classes[c]!);
}

it('every pixel is what its own tile, cell and class say, though rows are copied', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 220 }),
      fc.integer({ min: 60, max: 220 }),
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 1, max: 12, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (width, height, regions, k, part, salt) => {
        const l = layoutField(width, height, regions, { k, x: part, y: 1 - part });
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

it('patterns fit their tables, and are symmetrical', () => {
  const same = (bits: number, length: number) =>
    Array.from({ length }, (_, i) => (bits >> i) & 1).every((bit, i, all) => bit === all[length - 1 - i]);
  for (const rows of PALETTES.dark.patterns) {
    if (!rows) continue;
    expect(rows).toHaveLength(SPOTS);
    for (const bits of rows.slice(0, PATTERN)) expect(bits < 256 && same(bits, PATTERN)).toBe(true);
    expect(rows[PATTERN]).toBe(0);
    for (const bits of rows.slice(PATTERN + 1)) expect(same(bits >> (PATTERN + 1), 3)).toBe(true);
  }
});

it.each([
  [4, ['.#.', '#.#', '.#.'].map((row) => row.replaceAll('#', 'x').replaceAll('.', '#').replaceAll('x', '.'))],
])('a cell of %i pixels carries a mark that is symmetrical', (size, rows) => {
  const l = layoutField(32 * size + 7, 16 * size + 7, 1, WHOLE);
  expect(l.cellW).toBe(size);
  const out = paint(l, new Uint8Array(512).fill(id('lost')));
  const red = rgba(COLOURS.classes[id('lost')]!);
  const drawn = Array.from({ length: 3 }, (_, y) =>
    Array.from({ length: 3 }, (__, x) => (out[(l.y + y) * l.width + l.x + x] === red ? '.' : '#')).join(''),
  );
  expect(drawn).toEqual(rows);
});

it('a class that is picked is seen on the background, and what is not picked fades but stays', () => {
  for (const colours of Object.values(PALETTES)) {
    const l = layoutField(330, 168, 1, WHOLE);
    const faded = dimmed(colours, classesOf(['hole']));
    const pixels = (name: string) => {
      const out = new Uint32Array(l.width * l.height);
      paintCells(out, l, axesOf(l), l.viewport, new Uint8Array(512).fill(id(name)), faded);
      return new Set(out);
    };
    expect(pixels('hole')).toContain(rgba(colours.edge));
    expect(pixels('small').size).toBe(2);
    expect(pixels('small')).not.toContain(rgba(colours.classes[id('small')]!));
  }
});
