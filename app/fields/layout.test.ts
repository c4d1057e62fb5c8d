/** Guards that every page has a place and that picking it finds it again, at any size and magnification. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { axesOf } from './axes.ts';
import { hasText, type Layout, layoutField, moveBy, sizeOf, WHOLE, zoomAt } from './layout.ts';
import {
  centreOn,
  pageAt,
  pageBeside,
  pagesInView,
  pagesWithText,
  rectOfPage,
  rectOfRegion,
} from './places.ts';

const anyField = fc.record({
  width: fc.integer({ min: 120, max: 2600 }),
  height: fc.integer({ min: 80, max: 1800 }),
  regions: fc.integer({ min: 1, max: 8192 }),
});
/** Fields at device scales, at any zoom. */
const anyLayout = fc
  .tuple(
    anyField,
    fc.constantFrom(1, 1.5, 2),
    fc.double({ min: 1, max: 40, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([f, dpr, k, x, y]) => layoutField(f.width, f.height, f.regions, { k, x, y }, dpr));
const whole = (...values: number[]) => values.every(Number.isInteger);

it('at magnification 1 every tile, and a ring round it, lies inside the field', () => {
  fc.assert(
    fc.property(anyField, fc.constantFrom(1, 2), ({ width, height, regions }, dpr) => {
      const l = layoutField(width, height, regions, WHOLE, dpr);
      const { w, h } = sizeOf(l);
      const ring = l.cellW > 0 ? 3 * dpr : 0;
      expect(l.x).toBeGreaterThanOrEqual(ring);
      expect(l.y).toBeGreaterThanOrEqual(ring + l.label);
      expect(l.x + w).toBeLessThanOrEqual(width - ring);
      expect(l.y - l.label + h).toBeLessThanOrEqual(height - ring);
      const last = rectOfRegion(l, regions - 1);
      expect(last.y + last.h).toBeLessThanOrEqual(height);
      expect(l.viewport).toMatchObject({ first: 0, count: regions });
    }),
    { seed: 1 },
  );
});

it('cells are whole pixels, square or one pixel from it, with equal gaps in both directions; where these are none, tiles have gaps', () => {
  fc.assert(
    fc.property(anyLayout, (l) => {
      expect(whole(l.x, l.y, l.tileW, l.tileH, l.pitchX, l.pitchY, l.cellW, l.cellH, l.label)).toBe(true);
      if (l.cellW === 0) return;
      expect(Math.abs(l.cellH - l.cellW)).toBeLessThanOrEqual(1);
      expect(l.hairline > 0).toBe(Math.min(l.cellW, l.cellH) >= 4);
      expect([l.tileW, l.tileH]).toEqual([32 * l.cellW - l.hairline, 16 * l.cellH - l.hairline]);
      expect(l.pitchX - l.tileW).toBeGreaterThan(l.hairline);
      if (l.label === 0) expect(l.pitchY - l.tileH).toBe(l.pitchX - l.tileW);
      else expect(l.pitchY - l.tileH).toBe(l.label);
    }),
    { seed: 6 },
  );
});

/** Runs of pixels of one cell, or of a gap, along an axis. */
function runs(at: ArrayLike<number>[], from: number, to: number): number[] {
  const lengths: number[] = [];
  for (let px = from, start = from; px <= to; px++)
    if (px === to || at.some((column) => column[px] !== column[start])) {
      lengths.push(px - start);
      start = px;
    }
  return lengths;
}

it('every cell that is painted whole has the same size, and every gap', () => {
  fc.assert(
    fc.property(anyLayout, (l) => {
      if (l.cellW === 0) return;
      const { x, y } = axesOf(l);
      for (const [axis, size, length, start, columns] of [
        [x, l.cellW, l.tileW, l.x, l.columns],
        [y, l.cellH, l.tileH, l.y, l.rows],
      ] as const) {
        const tile = Array.from(
          { length: columns },
          (_, t) => start + t * (axis === x ? l.pitchX : l.pitchY),
        );
        const seen = tile.find((at) => at >= 0 && at + length <= axis.tile.length);
        if (seen === undefined) continue;
        const sizes = runs([axis.cell, axis.edge], seen, seen + length);
        const [face, gap] = [size - l.hairline, l.hairline];
        expect(new Set(sizes.filter((_, i) => gap === 0 || i % 2 === 0))).toEqual(new Set([face]));
        if (gap > 0) expect(new Set(sizes.filter((_, i) => i % 2 === 1))).toEqual(new Set([gap]));
      }
    }),
    { seed: 7 },
  );
});

it('tiles use the room of usual fields well', () => {
  const used = (l: Layout) => (l.regions * l.tileW * l.tileH) / (l.width * l.height);
  for (const [width, height] of [
    [430, 440],
    [340, 200],
    [660, 520],
    [1000, 820],
    [178, 242],
    [366, 240],
  ] as const)
    for (const dpr of [1, 2])
      for (const regions of [32, 64, 512, 8192]) {
        const l = layoutField(width * dpr, height * dpr, regions, WHOLE, dpr);
        expect
          .soft(used(l), `${width}x${height} @${dpr}, ${regions}: ${l.columns} of ${l.tileW}`)
          .toBeGreaterThan(0.33);
      }
});

it('rows begin at round addresses and fill the fields of usual screens', () => {
  for (const [width, height, dpr, columns, across] of [
    [416, 277, 1, 4, 0.93],
    [622, 419, 1, 4, 0.97],
    [942, 752, 1, 4, 0.93],
    [336, 149, 1, 8, 0.86],
    [430, 440, 1, 4, 0.93],
  ] as const) {
    const l = layoutField(width * dpr, height * dpr, 32, WHOLE, dpr);
    expect.soft(l.columns, `${width}x${height}`).toBe(columns);
    expect.soft((l.gutter + sizeOf(l).w) / l.width, `${width}x${height}`).toBeGreaterThan(across);
  }
});

it('the middle of a page is picked as that page', () => {
  fc.assert(
    fc.property(anyLayout, fc.nat(), (l, any) => {
      const page = any % (l.regions * 512);
      const r = rectOfPage(l, page);
      expect(pageAt(l, r.x + r.w / 2, r.y + r.h / 2)).toBe(page);
    }),
    { seed: 2 },
  );
});

it('zooming keeps what lies under the pointer there, as far as the edges allow', () => {
  fc.assert(
    fc.property(
      anyLayout,
      fc.double({ min: 0.3, max: 4, noNaN: true }),
      fc.nat(),
      fc.nat(),
      (l, by, a, b) => {
        const [px, py] = [a % l.width, b % l.height];
        const page = pageAt(l, px, py);
        const next = zoomAt(l, l.view.k * by, px, py);
        if (page === null) return;
        const r = rectOfPage(next, page);
        const { w, h } = sizeOf(next);
        // Gaps grow less than cells: a tile's place in the picture moves by a part of a tile.
        const near = (
          at: number,
          size: number,
          p: number,
          start: number,
          full: number,
          room: number,
          off: number,
        ) =>
          expect(
            Math.abs(at + size / 2 - p) <= size + off || start > -2 * off || start + full < room + 2 * off,
          ).toBe(true);
        near(r.x, r.w, px, next.x, w, l.width, next.pitchX);
        near(r.y, r.h, py, next.y - next.label, h, l.height, next.pitchY);
      },
    ),
    { seed: 8 },
  );
});

it('moving goes as far as the pointer, and never beyond the edges', () => {
  const l = layoutField(700, 500, 32, { k: 4, x: 0.5, y: 0.5 });
  const there = moveBy(l, 33, -21);
  expect([there.x - l.x, there.y - l.y]).toEqual([33, -21]);
  const edge = moveBy(l, 1e6, 1e6);
  expect([edge.x, edge.y - edge.label]).toEqual([3, 3]);
  expect(moveBy(edge, -10, 0).x).toBe(-7);
});

it('a page is brought into the middle, and what is in view is said', () => {
  const l = layoutField(700, 500, 32, WHOLE);
  const page = 17 * 512 + 8 * 32 + 16;
  const near = centreOn(l, page, 14);
  expect(near.cellW).toBeGreaterThanOrEqual(14);
  const r = rectOfPage(near, page);
  expect(Math.hypot(r.x + r.w / 2 - 350, r.y + r.h / 2 - 250)).toBeLessThan(2);
  const [first, last] = pagesInView(near);
  expect(first).toBe(pageAt(near, 0, 0) ?? first);
  expect(first).toBeLessThan(page);
  expect(last).toBeGreaterThan(page);
  expect(pagesInView(l)).toEqual([0, 32 * 512 - 1]);
});

it('painters and pickers agree on the cell of every pixel', () => {
  const l = layoutField(700, 500, 20, { k: 1.7, x: 0.4, y: 0.6 });
  const { x, y } = axesOf(l);
  let seen = 0;
  for (let py = 0; py < 500; py += 7)
    for (let px = 0; px < 700; px += 5) {
      const tile = y.tile[py]! < 0 || x.tile[px]! < 0 ? null : y.tile[py]! * l.columns + x.tile[px]!;
      const picked = pageAt(l, px + 0.5, py + 0.5);
      if (tile === null || tile >= 20) expect(picked).toBeNull();
      else {
        seen++;
        expect(picked).toBe(tile * 512 + y.cell[py]! * 32 + x.cell[px]!);
      }
    }
  expect(seen).toBeGreaterThan(1000);
});

it('a viewport holds every tile that has a pixel', () => {
  fc.assert(
    fc.property(anyLayout, (l) => {
      const { y } = axesOf(l);
      for (const row of new Set(y.tile)) {
        if (row < 0) continue;
        expect(row * l.columns).toBeGreaterThanOrEqual(l.viewport.first);
        expect(row * l.columns).toBeLessThan(l.viewport.first + Math.max(1, l.viewport.count));
      }
    }),
    { seed: 3 },
  );
});

it('far out a tile is a share bar, near it is cells', () => {
  expect(layoutField(560, 440, 8192, WHOLE).sub).toBe(16);
  expect(layoutField(560, 440, 32, WHOLE).sub).toBe(512);
});

it('the cursor moves to the cell that lies beside it, over the borders of tiles', () => {
  const l = layoutField(700, 500, 20, WHOLE);
  expect(l.columns).toBeGreaterThan(2);
  // The last cell of region 0's first row, and the first cell of region 1's.
  expect(pageBeside(l, 31, 1, 0)).toBe(512);
  expect(pageBeside(l, 512, -1, 0)).toBe(31);
  // The last row of region 0, and the first of the region below.
  expect(pageBeside(l, 15 * 32 + 3, 0, 1)).toBe(l.columns * 512 + 3);
  expect(pageBeside(l, 0, -1, 0)).toBe(0);
  expect(pageBeside(l, 5, 0, -1)).toBe(5);
  expect(pageBeside(l, 5, 0, 16)).toBe(l.columns * 512 + 5);
  const far = layoutField(560, 440, 8192, WHOLE);
  expect(pageBeside(far, 77, 1, 0)).toBe(512 + 77);
  expect(pageBeside(far, 77, 0, 1)).toBe(far.columns * 512 + 77);
});

it('a move that is not stopped is undone by its opposite and goes the right way', () => {
  fc.assert(
    fc.property(
      anyField,
      fc.nat(),
      fc.constantFrom([1, 0], [-1, 0], [0, 1], [0, -1]),
      (f, any, [dx = 0, dy = 0]) => {
        const l = layoutField(f.width, f.height, f.regions, WHOLE);
        const page = any % (f.regions * 512);
        const to = pageBeside(l, page, dx, dy);
        expect(to).toBeLessThan(f.regions * 512);
        if (to === page) return;
        expect(pageBeside(l, to, -dx, -dy)).toBe(page);
        const [a, b] = [rectOfPage(l, page), rectOfPage(l, to)];
        expect([Math.sign(Math.round((b.x - a.x) * 1e6)), Math.sign(Math.round((b.y - a.y) * 1e6))]).toEqual([
          dx,
          dy,
        ]);
      },
    ),
    { seed: 5 },
  );
});

it('the nearest zoom gives cells room for text, on any screen', () => {
  for (const dpr of [1, 1.5, 2]) {
    const { maxZoom } = layoutField(560 * dpr, 440 * dpr, 512, WHOLE, dpr);
    const near = layoutField(560 * dpr, 440 * dpr, 512, { k: maxZoom, x: 0, y: 0 }, dpr);
    expect(near.cellW).toBe(96 * dpr);
    expect(hasText(near)).toBe(true);
    const pages = pagesWithText(near);
    expect(pages[0]).toBe(0);
    for (const page of pages) {
      const r = rectOfPage(near, page);
      expect(r.x < near.width && r.y < near.height && r.x + r.w > 0 && r.y + r.h > 0).toBe(true);
    }
    expect(pages.length).toBeGreaterThan(20);
  }
});
