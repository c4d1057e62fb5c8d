/** Guards that every line of a list of any length can be scrolled to. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstAt, ROW, roomOf, topOf, VIEW } from './window.ts';

it('scrolling to a line shows it first, however long the list', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.nat(), (total, at) => {
      const first = at % Math.max(1, total - VIEW);
      // What a scroll bar can hold is whole pixels: in a list that is cut short, the place of a few lines.
      const shown = firstAt(topOf(first, total), total);
      expect(Math.abs(shown - first)).toBeLessThanOrEqual(1);
      expect(roomOf(total)).toBeLessThanOrEqual(8_000_000);
      expect(firstAt(roomOf(total) - VIEW * ROW, total)).toBe(Math.max(0, total - VIEW));
    }),
  );
});
