/** The engine in Node: steps a second, seeks, bytes a step. */

import { Random } from '../base/random.ts';
import { GIB, MIB } from '../base/units.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { type Run, Simulation } from '../sim/run.ts';
import { Viewer } from '../view/frame.ts';
import { LENSES, type Lens } from '../view/lens.ts';
import { Replica } from '../view/replica.ts';
import { heading, median, quantile, row } from './table.ts';

const RUNS = 7;

function mailed(bytes: number) {
  const scenario = withOverrides(PRESETS[0]!, { 'guest.bytes': bytes });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return scenario.value;
}

/** Runs a scenario; ms of the recording and its digest. */
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

/** Events between two looks at the messages of a worker. */
const SLICE = 1 << 18;

/** Frames of both whole fields through each lens. What looks at the whole log gets ready while nobody waits; the first rows say
 *  what a reader waits for who does not give it the time. */
function frameRows(run: Run, name: string, goal: number): void {
  const { columns, state } = run.recorder;
  const tiles = { first: 0, count: state.regions, sub: 16 } as const;
  const random = new Random(2, 1);
  const timed = (work: () => void): number => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const frame = (viewer: Viewer, lens: Lens, step: number): number =>
    timed(() => viewer.frame({ step, lens, src: tiles, dst: tiles, inspect: null }));
  for (const lens of ['lag', 'heat'] as const) {
    const viewer = new Viewer(run.recorder);
    frame(viewer, 'migration', columns.length);
    row(`${name}: ${lens} frame, first, asked for at once`, ms(frame(viewer, lens, columns.length)));
  }
  const viewer = new Viewer(run.recorder);
  const slices: number[] = [];
  for (let done = false; !done; )
    slices.push(
      timed(() => {
        done = viewer.grow(SLICE);
      }),
    );
  const whole = slices.reduce((sum, slice) => sum + slice, 0);
  row(`${name}: lag and heat get ready`, ms(whole), `in slices of up to ${ms(Math.max(...slices))}`);
  const middle = columns.length >>> 1;
  for (const lens of LENSES) {
    frame(viewer, lens === 'huge' ? 'tables' : 'huge', columns.length);
    const first = frame(viewer, lens, columns.length);
    const moves = Array.from({ length: 60 }, () => frame(viewer, lens, random.below(columns.length)));
    frame(viewer, lens, middle);
    const plays = Array.from({ length: 60 }, (_, i) => frame(viewer, lens, middle + 500 * (i + 1)));
    row(
      `${name}: ${lens} frame, first / random p99 / playing p99`,
      [first, quantile(moves, 0.99), quantile(plays, 0.99)].map((t) => t.toFixed(1)).join(' / '),
      `ms, goal ≤ ${goal} / ${goal} / ${Math.min(goal, 50)}`,
    );
  }
}

const ms = (time: number): string => `${time.toFixed(0)} ms`;

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
  sizeRows(run!, '1 GiB', 16, 50);
  for (const [bytes, name] of [
    [16 * GIB, '16 GiB'],
    [64 * GIB, '64 GiB'],
  ] as const) {
    run = null;
    const r = record(bytes);
    run = r.run;
    const steps = run.recorder.columns.length;
    row(
      `${name}: run`,
      ms(r.ms),
      `${(steps / 1e6).toFixed(1)} M steps${bytes === 64 * GIB ? ', goal ≤ 12000 ms' : ''}`,
    );
    row(`${name}: process, most so far`, mib(process.resourceUsage().maxRSS / 1024), 'goal ≤ 1600 MiB');
    sizeRows(run, name, 100, 100);
    row(`${name}: process with all lenses ready, most so far`, mib(process.resourceUsage().maxRSS / 1024));
  }
}

const mib = (n: number): string => `${n.toFixed(0)} MiB`;

function sizeRows(run: Run, name: string, seekGoal: number, frameGoal: number): void {
  const times = seeks(run, 200);
  row(`${name}: seek to a random step, p50`, `${quantile(times, 0.5).toFixed(1)} ms`);
  row(
    `${name}: seek to a random step, p99`,
    `${quantile(times, 0.99).toFixed(1)} ms`,
    `goal ≤ ${seekGoal} ms`,
  );
  frameRows(run, name, frameGoal);
  row(`${name}: kept of a run`, `${bytesPerStep(run).toFixed(1)} B/step`, 'goal ≤ 16 B/step');
}

/** Columns, keyframes and curves: what stays of a run. */
function bytesPerStep(run: Run): number {
  const { columns, keyframes, curve } = run.recorder;
  const frames = keyframes.reduce((sum, k) => sum + k.bytes, 0);
  return (columns.bytes + frames + curve.byteLength) / columns.length;
}
