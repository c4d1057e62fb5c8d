/** Guards that nothing is lost between a window and its buckets: lanes, tallies and statistics of any stretch are what counting
 *  its events one by one says. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { ACTORS, actorOf, VCPU } from '../event/actor.ts';
import { K, KINDS } from '../event/event.ts';
import { SAMPLE } from '../log/recorder.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { AXES } from './axis.ts';
import { pagesOf } from './events.ts';
import { LaneIndex } from './laneindex.ts';
import { lanes, timeOfStep } from './lanes.ts';
import { whats } from './ledger.ts';
import { RangeStats } from './rangestats.ts';
import { tallyOf, told } from './tally.ts';

const preset = findPreset('qemu-as-mailed');
const scenario = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 128 * MIB }) : preset;
if (!scenario.ok) throw new Error('no scenario');
const run = simulate(scenario.value);
const { recorder, phases } = run;
const { columns } = recorder;

function indexed(slice: number): LaneIndex {
  const index = new LaneIndex(recorder);
  while (!index.grow(slice));
  return index;
}
const index = indexed(5000);

/** Two steps in order; near the ends and near each other more often than by chance. */
const window = fc
  .tuple(
    fc.integer({ min: 0, max: columns.length }),
    fc.oneof(fc.nat(columns.length), fc.nat(3000), fc.nat(12)),
  )
  .map(([from, width]) => ({ from, to: Math.min(columns.length, from + width) }));

const naive = (from: number, to: number, is: (n: number) => boolean) => {
  let count = 0;
  for (let n = from; n < to; n++) if (is(n)) count++;
  return count;
};

describe('lanes', () => {
  it('hold every event of the window once at any zoom: each bucket what counting says', () => {
    const actors = [...ACTORS.keys()];
    fc.assert(
      fc.property(
        window,
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom(...AXES),
        fc.nat(),
        ({ from, to }, buckets, axis, pick) => {
          const l = lanes(index, { from, to, buckets, axis }, phases);
          expect(l.counts.reduce((x, y) => x + y, 0)).toBe(to - from);
          expect([l.steps[0], l.steps[buckets]]).toEqual([from, to]);
          expect(l.steps.findIndex((step, i) => i > 0 && step < l.steps[i - 1]!)).toBe(-1);
          const b = pick % buckets;
          const [first, end] = [l.steps[b]!, l.steps[b + 1]!];
          expect(actors.map((actor) => l.counts[actor * buckets + b])).toEqual(
            actors.map((actor) => naive(first, end, (n) => actorOf(columns.who(n)) === actor)),
          );
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it('curves reach the largest sample of each bucket', () => {
    const { curve, curveLength } = recorder;
    fc.assert(
      fc.property(window, ({ from, to }) => {
        const l = lanes(index, { from, to, buckets: 7, axis: 'steps' }, phases);
        for (let b = 0; b < 7; b++) {
          const first = l.steps[b]!;
          const end = l.steps[b + 1]!;
          let most = 0;
          for (let i = 0; i < curveLength; i++) {
            const step = curve[i * SAMPLE]!;
            const next = i + 1 < curveLength ? curve[(i + 1) * SAMPLE]! : Infinity;
            if (step <= end && (step > first || next > first)) most = Math.max(most, curve[i * SAMPLE + 2]!);
          }
          expect(l.curves[7 + b]).toBe(most * 2048);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('do not depend on the slices in which the log was read', () => {
    const ask = { from: 1, to: columns.length, buckets: 300, axis: 'phases' } as const;
    expect(lanes(indexed(1), ask, phases)).toEqual(lanes(indexed(1e9), ask, phases));
  });

  it('of a window in which no time passes are spread over it all the same', () => {
    let at = 1;
    while (columns.time(at) !== columns.time(at - 1)) at++;
    const l = lanes(index, { from: at, to: at + 1, buckets: 10, axis: 'time' }, phases);
    expect([...l.steps]).toEqual([at, at, at, at, at, at + 1, at + 1, at + 1, at + 1, at + 1, at + 1]);
  });
});

describe('a tally', () => {
  it('counts the kinds of every column as they are, of one actor or of all', () => {
    fc.assert(
      fc.property(window, fc.option(fc.nat(ACTORS.length - 1)), ({ from, to }, actor) => {
        const t = whole(tallyOf(columns, from, to, actor));
        const is = (n: number) => actor === null || actorOf(columns.who(n)) === actor;
        expect(t.kinds.reduce((sum, [, n]) => sum + n, 0)).toBe(naive(from, to, is));
        for (const [name, count] of t.kinds)
          expect(count).toBe(naive(from, to, (n) => is(n) && KINDS[columns.kind(n)]?.name === name));
        expect(t.words !== null).toBe(naive(from, to, is) === 1);
      }),
      { numRuns: 80, seed: 5 },
    );
  });

  it('tells single events with the step after each', () => {
    const events = told(columns, 100, 108);
    expect(events.map((e) => e.step)).toEqual([101, 102, 103, 104, 105, 106, 107, 108]);
    expect(told(columns, 0, columns.length)).toHaveLength(400);
    expect(told(columns, columns.length, columns.length + 5)).toEqual([]);
  });
});

describe('statistics of a range', () => {
  function statsOf(from: number, to: number, slice: number) {
    const stats = new RangeStats(columns, phases, from, to);
    while (!stats.run(slice));
    return stats.totals();
  }

  it('are what counting its events says', () => {
    fc.assert(
      fc.property(window, ({ from, to }) => {
        const s = statsOf(to, from, 777);
        expect([s.from, s.to]).toEqual([from, to]);
        for (const rows of [s.kinds, s.actors, s.phases.map((p) => ['', p.events] as const)])
          expect(rows.reduce((sum, [, n]) => sum + n, 0)).toBe(to - from);
        for (const [name, count] of s.kinds)
          expect(count).toBe(naive(from, to, (n) => KINDS[columns.kind(n)]?.name === name));
        for (const [actor, count] of s.actors)
          expect(count).toBe(naive(from, to, (n) => actorOf(columns.who(n)) === actor));
        const ns = timeOfStep(columns, to) - timeOfStep(columns, from);
        expect(s.phases.reduce((sum, p) => sum + p.ns, 0)).toBe(ns);
        let delivered = 0;
        const pages = { dirtied: 0, sent: 0, loaded: 0, zapped: 0, filled: 0, collapsed: 0 };
        for (let n = from; n < to; n++) {
          const what = whats[columns.kind(n)];
          if (what) pages[what] += pagesOf(columns.kind(n), columns.arg(n));
          if (columns.kind(n) === K.DELIVER) delivered += columns.arg(n);
        }
        expect(s.pages).toEqual(pages);
        expect(s.delivered).toBe(delivered);
      }),
      { numRuns: 80, seed: 6 },
    );
  });

  it('tell how long each vCPU that fell asleep in the range slept', () => {
    const faults = [];
    for (let n = 0; n < columns.length; n++)
      if (columns.kind(n) === K.UFFD_FAULT && actorOf(columns.who(n)) === VCPU) faults.push(n);
    expect(faults.length).toBeGreaterThan(5);
    const slept = (n: number) => {
      let m = n;
      while (columns.kind(m) !== K.WAKE || columns.page(m) !== columns.page(n)) m++;
      return columns.time(m) - columns.time(n);
    };
    const whole = statsOf(0, columns.length, 1e9).waits;
    const all = faults.map(slept).sort((a, b) => a - b);
    expect(whole).toEqual({
      count: faults.length,
      open: 0,
      medianNs: all[all.length >> 1],
      maxNs: all.at(-1),
    });
    // The range ends with the fault itself: the wake is found beyond it.
    for (const n of faults)
      expect(statsOf(n, n + 1, 10).waits).toMatchObject({ count: 1, open: 0, maxNs: slept(n) });
  });

  it('do not depend on slices', () => {
    expect(statsOf(3, columns.length - 3, 1)).toEqual(statsOf(3, columns.length - 3, 1e9));
  });
});

describe('the axis of time', () => {
  const mailed = simulate(findPresetScenario('qemu-as-mailed'));
  const ofMailed = new LaneIndex(mailed.recorder);
  while (!ofMailed.grow(1e6));
  const { length } = mailed.recorder.columns;

  it('shortens the sleeps of khugepaged, so that what happens before and after them is seen', () => {
    const l = lanes(ofMailed, { from: 0, to: length, buckets: 1000, axis: 'time' }, mailed.phases);
    expect(l.breaks.map((b) => Math.round(b.ns / 1e9))).toEqual([10, 10, 10, 10]);
    const slept = l.breaks.reduce((sum, b) => sum + b.to - b.from, 0);
    expect(slept).toBeLessThan(400);
    // The 71 ms of the migration take most of the width.
    expect(l.times.findIndex((ns) => ns > 70e6)).toBeGreaterThan(500);
    for (let b = 1; b <= 1000; b++) expect(l.times[b]).toBeGreaterThanOrEqual(l.times[b - 1]!);
  });

  it('has no break where time passes evenly', () => {
    const even = lanes(ofMailed, { from: 0, to: 41_000, buckets: 1000, axis: 'time' }, mailed.phases);
    expect(even.breaks).toEqual([]);
    expect(even.times[500]).toBeCloseTo(even.times[1000]! / 2, -1);
    for (const axis of ['steps', 'phases'] as const)
      expect(lanes(ofMailed, { from: 0, to: length, buckets: 100, axis }, mailed.phases).breaks).toEqual([]);
  });
});

it('on the axis of phases each has room for its short label, however few its events are', () => {
  const width = 1300;
  const l = lanes(index, { from: 0, to: columns.length, buckets: width, axis: 'phases' }, phases);
  phases.forEach((p, i) => {
    const end = (phases[i + 1]?.step ?? columns.length + 1) - 1;
    const buckets = l.steps.filter((s) => s >= p.step - 1 && s <= end).length;
    expect(buckets, p.short).toBeGreaterThan(8 * p.short.length + 8);
  });
});

function findPresetScenario(id: string) {
  const found = findPreset(id);
  if (!found.ok) throw new Error(id);
  return found.value.scenario;
}
