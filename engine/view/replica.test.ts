/** Guards that state is derivable twice: by the machine, and by folding the log from any keyframe in any order. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { hostOf } from '../event/actor.ts';
import { KINDS } from '../event/event.ts';
import { MemoryState } from '../event/state.ts';
import { eventsOfPage } from '../lookup/events.ts';
import { timeOfStep } from '../lookup/lanes.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { Viewer } from './frame.ts';
import { LENSES, lensTable } from './lens.ts';
import { Readings } from './readings.ts';
import { Replica } from './replica.ts';
import { Sampler } from './sampler.ts';

const made = withOverrides(PRESETS[0]!, {
  'guest.bytes': 128 * MIB,
  'guest.workload': 'uniform',
});
if (!made.ok) throw new Error(made.problem.message);
const run = simulate(made.value);
const { recorder } = run;
const { columns, keyframes } = recorder;
const replica = () => new Replica(columns, keyframes, recorder.state.pages);

function same(a: MemoryState, b: MemoryState): void {
  for (const host of [0, 1] as const) {
    const [x, y] = [a.side(host), b.side(host)];
    expect(Buffer.from(x.words.buffer).equals(Buffer.from(y.words.buffer))).toBe(true);
    expect([...x.pmd]).toEqual([...y.pmd]);
    expect([...x.pieces]).toEqual([...y.pieces]);
    expect(x.vmas.list).toEqual(y.vmas.list);
    expect([x.rss, x.huge, x.deferred, x.held]).toEqual([y.rss, y.huge, y.deferred, y.held]);
  }
  const counters = (s: MemoryState) => [
    s.toSend,
    s.inFlight,
    s.received,
    s.waiting,
    s.lost,
    s.stale,
    s.phase,
    s.delivered,
  ];
  expect(counters(a)).toEqual(counters(b));
  expect([...a.counts]).toEqual([...b.counts]);
}

describe('replica', () => {
  it('has keyframes to test against', () => expect(keyframes.length).toBeGreaterThan(0));

  it('equals the machine at every keyframe when folded from the start', () => {
    for (const k of keyframes) {
      const kept = new MemoryState(recorder.state.pages);
      whole(k.unpackInto(kept));
      same(new Replica(columns, [], recorder.state.pages).seek(k.step), kept);
    }
  });

  it('equals the machine at the end', () => same(replica().seek(columns.length), recorder.state));

  it('seek along any path equals a fresh fold', () => {
    const moving = replica();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3, max: columns.length + 3 }), { minLength: 1, maxLength: 4 }),
        (path) => {
          for (const step of path) moving.seek(step);
          same(moving.state, new Replica(columns, [], recorder.state.pages).seek(path.at(-1)!));
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });
});

describe('frames', () => {
  it('share bars kept between frames equal bars made afresh, for every lens', () => {
    const moving = replica();
    const kept = [new Sampler(moving.state.pages), new Sampler(moving.state.pages)];
    const readings = new Readings(columns, moving.state);
    for (const step of [100, 5000, 5001, 60_000, 20_000, columns.length, 90_000])
      for (const lens of LENSES)
        for (const host of [0, 1] as const) {
          moving.seek(step);
          const [old, anew] = [kept[host]!, new Sampler(moving.state.pages)];
          const reading = readings.at(lens, step, false)[host];
          old.refresh(lens, reading);
          const fresh = new Readings(columns, replica().seek(step)).at(lens, step, false)[host];
          anew.refresh(lens, fresh);
          expect([...old.cells(reading, 0, 64, 16)]).toEqual([...anew.cells(fresh, 0, 64, 16)]);
          expect(old.counts()).toEqual(anew.counts());
        }
  });

  it('cells are the lens table of the page words', () => {
    const r = replica();
    r.seek(50_000);
    const reading = new Readings(columns, r.state).at('migration', 50_000, false)[1];
    const cells = new Sampler(r.state.pages).cells(reading, 3, 2, 512);
    const table = lensTable('migration', 1);
    expect([...cells]).toEqual([...r.state.dst.words.subarray(3 * 512, 5 * 512)].map((w) => table[w]));
  });

  it('a frame says the version that the machine had', () => {
    const viewer = new Viewer(recorder);
    const tiles = { first: 0, count: 1, sub: 16 } as const;
    for (const page of [0, 777, 20_000]) {
      const { inspect } = viewer.frame({
        step: columns.length,
        lens: 'migration',
        src: tiles,
        dst: tiles,
        inspect: page,
      });
      const writes = eventsOfPage(columns, page).filter((n) =>
        ['guest.write', 'guest.populate'].includes(kindName(n)),
      );
      expect(inspect?.src.version).toBe(writes.filter((n) => hostOf(columns.who(n)) === 0).length);
      expect(inspect?.history.length).toBeGreaterThan(2);
    }
  });
});

it('times never fall along the log', () => {
  for (let n = 1; n < columns.length; n++)
    if (columns.time(n) < columns.time(n - 1)) throw new Error(`event ${n}`);
  expect(timeOfStep(columns, columns.length)).toBe(run.timeNs);
});

function kindName(n: number): string {
  return KINDS[columns.kind(n)]?.name ?? '';
}
