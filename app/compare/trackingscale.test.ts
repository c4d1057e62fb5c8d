import { describe, expect, it } from 'vitest';
import { apart, crossing, valueAt } from './trackingscale.ts';

describe('logarithmic axes', () => {
  it('reads between points along a straight line on both axes', () => {
    expect(valueAt([1, 100], [1, 10_000], 10)).toBeCloseTo(100);
    expect(valueAt([1, 100], [1, 10_000], 100)).toBeCloseTo(10_000);
    expect(valueAt([1, 100], [1, 10_000], 101)).toBeNull();
  });
});

describe('labels', () => {
  it('keep apart and inside, in their order', () => {
    const places = apart([50, 52, 51, 99], 10, 100);
    const sorted = [...places].sort((a, b) => a - b);
    expect(places.map((p) => sorted.indexOf(p))).toEqual([0, 2, 1, 3]);
    for (let i = 1; i < sorted.length; i++)
      expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(10 - 1e-9);
    expect(Math.max(...places)).toBeLessThanOrEqual(100);
  });
});

describe('a crossing', () => {
  it('is where one line rises above another, between points or at one', () => {
    expect(crossing([1, 2, 4], [0, 1, 5], [2, 2, 2])).toEqual({ x: 2.5, y: 2 });
    expect(crossing([1, 2], [5, 5], [1, 1])).toBeNull();
    expect(crossing([1, 2], [1, 1], [5, 5])).toBeNull();
  });
});
