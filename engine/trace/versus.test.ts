/** Guards that a simulation given a recording's guest, discard set and bandwidth makes the recorded calls. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseRecording } from './recording.ts';
import { simulateRecording } from './simulate.ts';

it.each(['q1-hot', 'q1-rand'])(
  '%s: same calls in the same order, AnonHugePages within one region',
  (name) => {
    const recording = parseRecording(readFileSync(`public/traces/${name}.json`, 'utf8'), name);
    if (!recording.ok) throw new Error(recording.problem.message);
    const made = simulateRecording(recording.value);
    if (!made.ok) throw new Error(made.problem.message);
    const { order, calls, sameRanges, samePages, worstRegions, samples } = made.value.versus;
    expect(order.simulated).toBe(order.recorded);
    for (const [recorded, simulated] of Object.values(calls)) expect(simulated).toBe(recorded);
    expect(calls.DONTNEED[0]).toBeGreaterThan(1000);
    expect([sameRanges, samePages]).toEqual([true, true]);
    expect(samples).toBeGreaterThan(20);
    expect(worstRegions).toBeLessThanOrEqual(1);
  },
);
