/** Guards that fitting a text costs few measurements however long it is: texts come from outside. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elide } from './pen.ts';

/** Letters of 2 to 12 pixels. */
const widthOf = (text: string): number => {
  let width = 0;
  for (let i = 0; i < text.length; i++) width += 2 + (text.charCodeAt(i) % 11);
  return width;
};

function ruler() {
  const seen = { times: 0, letters: 0 };
  const measureText = (text: string) => {
    seen.times++;
    seen.letters += text.length;
    return { width: widthOf(text) } as TextMetrics;
  };
  return { measureText, seen };
}

/** One letter less at a time. */
function plainly(text: string, width: number, least: number): string {
  if (widthOf(text) <= width) return text;
  for (let n = text.length - 1; n >= Math.max(1, least); n--)
    if (widthOf(`${text.slice(0, n)}…`) <= width) return `${text.slice(0, n)}…`;
  return '';
}

it('cuts where a ruler that goes letter by letter does', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60 }),
      fc.double({ min: -5, max: 400, noNaN: true }),
      fc.integer({ min: 1, max: 5 }),
      (text, width, least) => {
        expect(elide(ruler(), text, width, least)).toBe(plainly(text, width, least));
      },
    ),
    { numRuns: 2000, seed: 7 },
  );
});

it('measures a text of a million letters a dozen times, and never all of it', () => {
  const pen = ruler();
  expect(elide(pen, ' '.repeat(1_000_000), 300)).toMatch(/^ +…$/);
  expect(pen.seen.times).toBeLessThan(12);
  expect(pen.seen.letters).toBeLessThan(4000);
});
