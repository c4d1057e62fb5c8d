/** Guards that steps and places on the timeline find each other, and that zooming never leaves the run. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Lanes } from '../../engine/index.ts';
import {
  bands,
  clampWindow,
  columnAt,
  columnOf,
  follow,
  NARROWEST,
  panWindow,
  partOfStep,
  partOfWindow,
  stepAtPart,
  zoomWindow,
} from './scale.ts';

function lanesOf(steps: number[]): Lanes {
  return {
    from: steps[0]!,
    to: steps.at(-1)!,
    counts: new Uint32Array(),
    curves: new Float64Array(),
    steps: Float64Array.from(steps),
    times: Float64Array.from(steps),
    breaks: [],
  };
}

const ascending = fc.array(fc.nat({ max: 500 }), { minLength: 3, maxLength: 60 }).map((gaps) => {
  let at = 3;
  return [at, ...gaps.map((g) => (at += g))];
});

it('a step is found again at its place', () => {
  fc.assert(
    fc.property(ascending, fc.double({ min: 0, max: 1, noNaN: true }), (steps, at) => {
      const lanes = lanesOf(steps);
      const step = stepAtPart(lanes, at);
      expect(stepAtPart(lanes, partOfStep(lanes, step))).toBe(step);
    }),
    { seed: 1 },
  );
});

it('steps outside the window have no place in it', () => {
  const lanes = lanesOf([10, 20, 30]);
  expect([partOfStep(lanes, 9), partOfStep(lanes, 31), partOfStep(lanes, 20)]).toEqual([-1, 2, 0.5]);
});

it('zooming keeps the step under the cursor and stays inside the run', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 1e7 }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, factor, at) => {
        const w = zoomWindow({ from: 0, to: steps }, factor, at, steps);
        expect(w.from).toBeGreaterThanOrEqual(0);
        expect(w.to).toBeLessThanOrEqual(steps);
        expect(w.to - w.from).toBeGreaterThanOrEqual(Math.min(NARROWEST, steps) - 1);
        const pivot = steps * at;
        expect(pivot).toBeGreaterThanOrEqual(w.from - 1);
        expect(pivot).toBeLessThanOrEqual(w.to + 1);
      },
    ),
    { seed: 2 },
  );
  expect(clampWindow({ from: -5, to: 3 }, 100)).toEqual({ from: 0, to: 8 });
  expect(clampWindow({ from: 99, to: 99 }, 100)).toEqual({ from: 99, to: 100 });
});

it('bands cover the window without a gap', () => {
  const lanes = lanesOf([0, 25, 50, 75, 100]);
  const phases = [1, 11, 61].map((step, i) => ({
    name: 'populate' as const,
    label: String(i),
    short: String(i),
    tight: String(i),
    step,
    timeNs: step,
  }));
  expect(bands(lanes, phases, 100).map((b) => [b.from, b.to])).toEqual([
    [0, 0.1],
    [0.1, 0.6],
    [0.6, 1],
  ]);
});

it('on an uneven axis zooming keeps the step that stands under the cursor', () => {
  // Half of the width shows the first tenth of the steps.
  const lanes = lanesOf([0, 50, 100, 550, 1000]);
  const whole = { from: 0, to: 1000 };
  const step = stepAtPart(lanes, 0.5);
  expect(step).toBe(100);
  const near = zoomWindow(whole, 0.1, partOfWindow(whole, step), 1000);
  expect(near).toEqual({ from: 90, to: 190 });
  expect(partOfWindow(near, 5000)).toBe(1);
});

it('a window follows a step that leaves it, as wide as before, and else stays', () => {
  const w = { from: 100, to: 200 };
  expect(follow(w, 150, 1000)).toBe(w);
  expect(follow(w, 200, 1000)).toBe(w);
  expect(follow(w, 201, 1000)).toEqual({ from: 191, to: 291 });
  expect(follow(w, 99, 1000)).toEqual({ from: 9, to: 109 });
  expect(follow(w, 1000, 1000)).toEqual({ from: 900, to: 1000 });
  expect(follow(w, 0, 1000)).toEqual({ from: 0, to: 100 });
});

it('every turn of a wheel zooms, from one event to the whole run and back', () => {
  const steps = 10_000_000;
  let w = { from: 41, to: 42 };
  for (let i = 0; w.to - w.from < steps; i++) {
    const wider = zoomWindow(w, 1.1, 0.5, steps);
    expect(wider.to - wider.from).toBeGreaterThan(w.to - w.from);
    w = wider;
    expect(i).toBeLessThan(1000);
  }
  while (w.to - w.from > NARROWEST) {
    const narrower = zoomWindow(w, 0.9, 0.3, steps);
    expect(narrower.to - narrower.from).toBeLessThan(w.to - w.from);
    w = narrower;
  }
});

it('panning keeps the width and stops at the ends', () => {
  expect(panWindow({ from: 100, to: 200 }, 0.5, 1000)).toEqual({ from: 150, to: 250 });
  expect(panWindow({ from: 10, to: 12 }, -0.1, 1000)).toEqual({ from: 9, to: 11 });
  expect(panWindow({ from: 900, to: 980 }, 1, 1000)).toEqual({ from: 920, to: 1000 });
});

it('where there is room for each event, steps lie between events and a place is one event', () => {
  // Four events on forty pixels: round(step) is what the engine says of each border.
  const lanes = lanesOf(Array.from({ length: 41 }, (_, b) => 20 + Math.round(b / 10)));
  for (const step of [20, 21, 22, 23, 24]) expect(partOfStep(lanes, step)).toBeCloseTo((step - 20) / 4, 1);
  for (const n of [20, 21, 22, 23]) {
    expect(columnOf(lanes, n)).toEqual({ from: n, to: n + 1 });
    for (const at of [0.1, 0.5, 0.9])
      expect(columnAt(lanes, (n - 20 + at) / 4)).toEqual({ from: n, to: n + 1 });
  }
});

it('every event is under some place, and no place is under none', () => {
  fc.assert(
    fc.property(ascending, fc.double({ min: 0, max: 1, noNaN: true }), (steps, part) => {
      const lanes = lanesOf(steps);
      fc.pre(lanes.to > lanes.from);
      const { from, to } = columnAt(lanes, part);
      expect(to).toBeGreaterThan(from);
      expect(from).toBeGreaterThanOrEqual(lanes.from);
      expect(to).toBeLessThanOrEqual(lanes.to);
    }),
    { seed: 3 },
  );
});
