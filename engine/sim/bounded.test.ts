/** Guards that every run ends: at its end or at a bound, at the same event whatever the slices, and that it can be gone on with. */

import { describe, expect, it } from 'vitest';
import { GIB, MIB, PAGE_BYTES, SECOND } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { checkState } from '../check/invariants.ts';
import { BOUNDS } from '../log/bounds.ts';
import { presetScenario } from '../testing/runs.ts';
import { Simulation, simulate } from './run.ts';

/** Dirt that no link of this speed can carry. */
const ENDLESS = {
  'guest.bytes': 64 * MIB,
  'guest.vcpus': 8,
  'guest.workload': 'uniform',
  'guest.dirtyRate': 100 * GIB,
  'wire.bandwidth': MIB,
} as const;
const EVENTS = 200_000;

function bounded(knobs: Record<string, string | number | boolean>, bounds = {}, slice?: number) {
  const simulation = new Simulation(presetScenario('qemu-as-coded', knobs), {
    ...BOUNDS,
    events: EVENTS,
    ...bounds,
  });
  while (!simulation.next(slice));
  return simulation;
}

describe('a run that does not end', () => {
  it('is stopped at a number of events, and says how far it was and that it does not converge', () => {
    const simulation = bounded(ENDLESS);
    const run = simulation.finish();
    expect(run.recorder.length).toBeGreaterThanOrEqual(EVENTS);
    expect(run.recorder.length).toBeLessThan(EVENTS + 1000);
    expect(run.stopped).toMatchObject({ by: 'events', phase: 'precopy', pass: 1, converges: false });
    expect(run.stopped!.of).toBe((64 * MIB) / PAGE_BYTES);
    expect(run.stopped!.done).toBe(run.counters['ram.send']);
    expect(run.verdict.aborted).toBe(true);
    checkState(simulation.recorder.state);
  });

  it('says of precopy whether its passes get shorter', () => {
    const never = bounded({
      ...ENDLESS,
      'guest.bytes': 16 * MIB,
      'qemu.mode': 'precopy',
      'qemu.downtimeLimit': 0,
      'guest.dirtyRate': 4 * GIB,
      'wire.bandwidth': 1000 * MIB,
    }).finish().stopped!;
    expect(never).toMatchObject({ phase: 'precopy', converges: false });
    expect(never.pass).toBeGreaterThan(2);
  });

  it('stops at the same event whatever the slices, and goes on as if it had not stopped', () => {
    const whole = bounded(ENDLESS, { events: 2 * EVENTS }).finish();
    const simulation = bounded(ENDLESS, {}, 77);
    const first = simulation.finish();
    expect(first.digest).toBe(bounded(ENDLESS).finish().digest);
    expect(simulation.canGoOn).toBe(true);
    simulation.goOn();
    expect(simulation.stopped).toBeNull();
    while (!simulation.next());
    expect(simulation.finish().digest).toBe(whole.digest);
    // What was shown before stays as it was.
    expect([first.recorder.columns.length, first.recorder.columns.digest()]).toEqual([
      first.recorder.length,
      first.digest,
    ]);
  });

  it('stops where its own time has no more room in the log, for good', () => {
    const simulation = bounded({ 'guest.bytes': 16 * MIB }, { time: SECOND });
    expect(simulation.finish().stopped).toMatchObject({ by: 'time', phase: 'khugepaged', converges: null });
    expect(simulation.canGoOn).toBe(false);
    expect(simulation.recorder.now).toBeLessThanOrEqual(SECOND);
  });

  it('stops when it takes too much memory', () => {
    const { stopped, recorder } = bounded(ENDLESS, { memory: MIB }).finish();
    expect(stopped!.by).toBe('memory');
    expect(recorder.length).toBeLessThan(EVENTS);
  });

  it('keeps what there is when the browser has no memory for more', () => {
    const simulation = new Simulation(presetScenario('qemu-as-coded', { 'guest.bytes': 16 * MIB }));
    const { columns } = simulation.recorder;
    const push = columns.push.bind(columns);
    columns.push = (...event) => {
      if (columns.length === 5000) throw new RangeError('Array buffer allocation failed');
      return push(...event);
    };
    while (!simulation.next());
    const run = simulation.finish();
    expect([run.recorder.length, run.stopped?.by, simulation.canGoOn]).toEqual([5000, 'memory', false]);
  });
});

describe('a run that ends', () => {
  it('is not stopped', () => {
    const simulation = bounded({ 'guest.bytes': 16 * MIB });
    expect(simulation.finish().stopped).toBeUndefined();
    expect(simulation.finish().digest).toBe(
      simulate(presetScenario('qemu-as-coded', { 'guest.bytes': 16 * MIB })).digest,
    );
  });

  it.each(['qemu-as-mailed', 'qemu-precopy', 'qemu-postcopy-only', 'criu-2017', 'tracking-ring'])(
    '%s: progress always rises, and its pages never exceed those of the phase',
    (id) => {
      const simulation = new Simulation(presetScenario(id));
      let before = -1;
      for (let over = false; !over; ) {
        over = simulation.next(500);
        const { part, done, of, events } = simulation.progress;
        expect(part).toBeGreaterThan(before);
        expect(part).toBeLessThanOrEqual(1);
        expect(done).toBeLessThanOrEqual(of);
        expect(events).toBe(simulation.recorder.length);
        before = part;
        if (part === 1) break;
      }
      expect(before).toBeGreaterThan(0.9);
    },
  );

  it('can be looked at while it is made', () => {
    const simulation = new Simulation(presetScenario('qemu-as-mailed'));
    while (simulation.recorder.length < 20_000) simulation.next(100);
    const part = whole(simulation.soFar());
    const { digest } = part;
    while (!simulation.next());
    const made = simulation.finish();
    expect(part.recorder.columns.digest()).toBe(digest);
    expect(made.recorder.columns.upTo(part.recorder.length).digest()).toBe(digest);
    expect(made.phases.map((p) => p.name).slice(0, part.phases.length)).toEqual(
      part.phases.map((p) => p.name),
    );
  });
});
