import { describe, expect, it } from 'vitest';
import { apart, decades, logAt, valueAt } from './scale.ts';

describe('logarithmic scales', () => {
  it('puts the middle of the decades in the middle of the pixels', () => {
    expect(logAt({ from: 1, to: 100, at: 0, end: 200 }, 10)).toBeCloseTo(100);
    expect(logAt({ from: 5, to: 5, at: 0, end: 200 }, 5)).toBe(100);
  });

  it('has whole decades around what is shown', () => {
    expect(decades(150, 9000)).toEqual([100, 1000, 10000]);
    expect(decades(1000, 1000)).toEqual([1000]);
  });

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
      expect((sorted[i] as number) - (sorted[i - 1] as number)).toBeGreaterThanOrEqual(10 - 1e-9);
    expect(Math.max(...places)).toBeLessThanOrEqual(100);
  });
});
