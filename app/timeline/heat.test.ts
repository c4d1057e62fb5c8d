/** Guards that a lane's picture shows every bucket with an event, and none without. */
import { expect, it } from 'vitest';
import type { Lanes } from '../../engine/index.ts';
import { fillHeat } from './heat.ts';

it('a bucket with a single event beside one with millions is still seen', () => {
  const counts = new Uint32Array(3 * 4);
  counts.set([0, 1, 5_000_000, 0], 4);
  const lanes = { counts, steps: new Float64Array(5) } as unknown as Lanes;
  const out = new Uint8ClampedArray(2 * 4 * 4);
  fillHeat(out, lanes, [2, 1], ['#000000', '#ff8001', '#00ff00']);
  expect([...out.subarray(0, 16)]).toEqual(new Array(16).fill(0));
  expect([...out.subarray(16, 32)]).toEqual([0, 0, 0, 0, 255, 128, 1, 77, 255, 128, 1, 255, 0, 0, 0, 0]);
});
