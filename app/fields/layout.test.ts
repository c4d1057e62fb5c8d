/** Guards that every page has a place and that picking it finds it again, at any size and magnification. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { axesOf, layoutField, pageAt, pageBeside, rectOfPage, rectOfRegion, TEXT_FROM } from './layout.ts';

const anyField = fc.record({
  width: fc.integer({ min: 120, max: 2600 }),
  height: fc.integer({ min: 80, max: 1800 }),
  regions: fc.integer({ min: 1, max: 8192 }),
});
const WHOLE = { k: 1, x: 0, y: 0 };

it('at magnification 1 every tile lies inside the field', () => {
  fc.assert(
    fc.property(anyField, ({ width, height, regions }) => {
      const l = layoutField(width, height, regions, WHOLE);
      const last = rectOfRegion(l, regions - 1);
      expect(last.y + last.h).toBeLessThanOrEqual(height + 1);
      expect(l.columns * l.pitchX).toBeLessThanOrEqual(width + 1e-6);
      expect(l.viewport).toMatchObject({ first: 0, count: regions });
    }),
    { seed: 1 },
  );
});

it('the middle of a page is picked as that page', () => {
  fc.assert(
    fc.property(anyField, fc.double({ min: 1, max: 40, noNaN: true }), fc.nat(), fc.nat(), (f, k, a, b) => {
      const view = { k, x: -(a % 900), y: -(b % 900) };
      const l = layoutField(f.width, f.height, f.regions, view);
      const page = (a * 31 + b) % (f.regions * 512);
      const r = rectOfPage(l, page);
      expect(pageAt(l, r.x + r.w / 2, r.y + r.h / 2)).toBe(page);
    }),
    { seed: 2 },
  );
});

it('painters and pickers agree on the cell of every pixel', () => {
  const l = layoutField(700, 500, 20, { k: 1.7, x: -33, y: -21 });
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
    fc.property(
      anyField,
      fc.double({ min: 1, max: 30, noNaN: true }),
      fc.nat({ max: 5000 }),
      (f, k, down) => {
        const l = layoutField(f.width, f.height, f.regions, { k, x: 0, y: -down });
        const { y } = axesOf(l);
        for (const row of new Set(y.tile)) {
          if (row < 0) continue;
          expect(row * l.columns).toBeGreaterThanOrEqual(l.viewport.first);
          expect(row * l.columns).toBeLessThan(l.viewport.first + Math.max(1, l.viewport.count));
        }
      },
    ),
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
    expect(near.pitchX / 32 / dpr).toBeCloseTo(96);
    expect(near.pitchX / 32).toBeGreaterThanOrEqual(TEXT_FROM * dpr);
  }
});
