/** The engine in Node: steps a second, seeks, bytes a step. */

import { Random } from '../base/random.ts';
import { GIB, MIB } from '../base/units.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { type Run, Simulation } from '../sim/run.ts';
import { Viewer } from '../view/frame.ts';
import type { Lens } from '../view/lens.ts';
import { Replica } from '../view/replica.ts';
import { heading, median, quantile, row } from './table.ts';

const RUNS = 7;

function mailed(bytes: number) {
  const scenario = withOverrides(PRESETS[0]!, { 'guest.bytes': bytes });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return scenario.value;
}

/** Runs a scenario; ns of the recording alone, without digest. */
function record(bytes: number): { run: Run; ms: number } {
  const simulation = new Simulation(mailed(bytes));
  const from = performance.now();
  while (!simulation.next());
  const ms = performance.now() - from;
  return { run: simulation.finish(), ms };
}

function seeks(run: Run, count: number): number[] {
  const { columns, keyframes, state } = run.recorder;
  const replica = new Replica(columns, keyframes, state.pages);
  const random = new Random(1, 1);
  for (let i = 0; i < 20; i++) replica.seek(random.below(columns.length));
  return Array.from({ length: count }, () => {
    const step = random.below(columns.length);
    const from = performance.now();
    replica.seek(step);
    return performance.now() - from;
  });
}

/** Frames of both whole fields through a lens, ms: the first, at random steps, and 500 steps after one another. */
function frames(run: Run, lens: Lens): { first: number; moves: number[]; plays: number[] } {
  const viewer = new Viewer(run.recorder);
  const { columns, state } = run.recorder;
  const tiles = { first: 0, count: state.regions, sub: 16 } as const;
  const random = new Random(2, 1);
  viewer.frame({ step: columns.length, lens: 'migration', src: tiles, dst: tiles, inspect: null });
  const time = (step: number): number => {
    const from = performance.now();
    viewer.frame({ step, lens, src: tiles, dst: tiles, inspect: null });
    return performance.now() - from;
  };
  const first = time(columns.length);
  const moves = Array.from({ length: 60 }, () => time(random.below(columns.length)));
  const middle = columns.length >>> 1;
  time(middle);
  const plays = Array.from({ length: 60 }, (_, i) => time(middle + 500 * (i + 1)));
  return { first, moves, plays };
}

export function engineBench(): void {
  heading('engine, Node: qemu-as-mailed');
  for (let i = 0; i < 3; i++) record(256 * MIB);
  const speeds: number[] = [];
  let run: Run | null = null;
  for (let i = 0; i < RUNS; i++) {
    run = null;
    const r = record(GIB);
    speeds.push(r.run.recorder.columns.length / r.ms / 1000);
    run = r.run;
  }
  row(`recorded steps at 1 GiB, median of ${RUNS}`, `${median(speeds).toFixed(1)} M/s`, 'goal ≥ 8 M/s');
  for (const [bytes, name, goal, count] of [
    [GIB, '1 GiB', '≤ 16 ms', 400],
    [16 * GIB, '16 GiB', '≤ 100 ms', 200],
  ] as const) {
    if (bytes !== GIB) {
      run = null;
      const before = process.memoryUsage();
      const r = record(bytes);
      const after = process.memoryUsage();
      run = r.run;
      row(
        `${name}: run`,
        `${r.ms.toFixed(0)} ms`,
        `${(r.run.recorder.columns.length / 1e6).toFixed(1)} M steps`,
      );
      const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
      row(
        `${name}: process growth, machine included`,
        `${(grown / r.run.recorder.columns.length).toFixed(1)} B/step`,
      );
    }
    const times = seeks(run!, count);
    row(`${name}: seek to a random step, p50`, `${quantile(times, 0.5).toFixed(1)} ms`);
    row(`${name}: seek to a random step, p99`, `${quantile(times, 0.99).toFixed(1)} ms`, `goal ${goal}`);
    for (const lens of ['lag', 'age', 'heat'] as const) {
      const { first, moves, plays } = frames(run!, lens);
      row(`${name}: ${lens} frame, first, at the end`, `${first.toFixed(1)} ms`);
      row(
        `${name}: ${lens} frame at a random step, p99`,
        `${quantile(moves, 0.99).toFixed(1)} ms`,
        `goal ${bytes === GIB ? '≤ 50 ms' : '≤ 250 ms'}`,
      );
      row(
        `${name}: ${lens} frame while playing, p99`,
        `${quantile(plays, 0.99).toFixed(1)} ms`,
        bytes === GIB ? 'goal ≤ 16 ms' : 'goal ≤ 50 ms',
      );
    }
    row(`${name}: kept of a run`, `${bytesPerStep(run!).toFixed(1)} B/step`, 'goal ≤ 24 B/step');
  }
}

/** Columns, keyframes and curves: what stays of a run. */
function bytesPerStep(run: Run): number {
  const { columns, keyframes, curve } = run.recorder;
  const frames = keyframes.reduce((sum, k) => sum + k.bytes, 0);
  return (columns.bytes + frames + curve.byteLength) / columns.length;
}
