/** Guards that zooming keeps the point under the hand, and that no view leaves an edge of the field empty. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WHOLE, within, zoomed } from './gestures.ts';

const [WIDTH, HEIGHT] = [640, 360];
const anyZoom = fc.double({ min: 1, max: 40, noNaN: true });
const anyPoint = fc.record({ x: fc.integer({ min: 0, max: WIDTH }), y: fc.integer({ min: 0, max: HEIGHT }) });

it('what is under the hand stays there while zooming', () => {
  fc.assert(
    fc.property(anyZoom, anyZoom, anyPoint, anyPoint, (k0, k1, p, q) => {
      const before = within(zoomed(WHOLE, k0, p), WIDTH, HEIGHT);
      const after = zoomed(before, k1, q);
      expect(after.k).toBe(k1);
      expect((q.x - after.x) / after.k).toBeCloseTo((q.x - before.x) / before.k, 6);
      expect((q.y - after.y) / after.k).toBeCloseTo((q.y - before.y) / before.k, 6);
    }),
    { seed: 1 },
  );
});

it('the field is filled at every magnification, and what fills it is left alone', () => {
  const anyShift = fc.integer({ min: -100_000, max: 100_000 });
  fc.assert(
    fc.property(anyZoom, anyShift, anyShift, (k, x, y) => {
      const v = within({ k, x, y }, WIDTH, HEIGHT);
      expect(v.x).toBeLessThanOrEqual(0);
      expect(v.y).toBeLessThanOrEqual(0);
      expect(v.x + WIDTH * k).toBeGreaterThanOrEqual(WIDTH - 1e-6);
      expect(v.y + HEIGHT * k).toBeGreaterThanOrEqual(HEIGHT - 1e-6);
      expect(within(v, WIDTH, HEIGHT)).toEqual(v);
    }),
    { seed: 1 },
  );
});
