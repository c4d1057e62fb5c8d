/** Guards that every tracker sees the same writes and says the same of them, at the price that its mechanism has; that slices never
 *  change a log; and the curves: whose cost grows with the guest and whose with what is written. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { GIB, MIB, MS, PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { K } from '../event/event.ts';
import { LOGGED, TO_SEND } from '../event/pageword.ts';
import { VM_UFFD_WP } from '../event/vmalist.ts';
import { findPreset, PRESETS, withOverrides } from '../scenario/presets.ts';
import { COST_IDS, type Scenario, TRACKERS } from '../scenario/schema.ts';
import { Replica } from '../view/replica.ts';
import { costOfRound, crossing, sameWrites, type TrackingCurves, trackingCurves } from './curves.ts';
import { Simulation, simulate } from './run.ts';

const IDS = PRESETS.filter((p) => p.group === 'tracking').map((p) => p.id);

function scenario(id: string, overrides: Record<string, unknown> = {}): Scenario {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, overrides) : preset;
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

/** The writes of a run with their times, and what each round reported: the manager's bitmap at the round's end. */
function watch(s: Scenario) {
  const run = simulate(s);
  const { columns, keyframes, state } = run.recorder;
  const replica = new Replica(columns, keyframes, state.pages);
  const writes: number[] = [];
  const rounds: string[] = [];
  for (let n = 0; n < columns.length; n++) {
    if (columns.kind(n) === K.WRITE) writes.push(columns.page(n), columns.time(n));
    if (columns.kind(n) !== K.ROUND_END) continue;
    const { words } = replica.seek(n + 1).src;
    rounds.push([...words.keys()].filter((p) => words[p]! & TO_SEND).join());
    checkState(replica.state);
  }
  return { writes, rounds, run };
}

const watched = new Map<string, ReturnType<typeof watch>>();
beforeAll(() => {
  for (const id of IDS) watched.set(id, watch(scenario(id)));
});
const of = (id: string) => watched.get(id)!;
const counter = (id: string, name: string): number => of(id).run.counters[name]!;

it('there is a preset for each tracker', () => {
  expect(IDS.map((id) => scenario(id).tracker).sort()).toEqual([...TRACKERS].sort());
});

describe.each(IDS)('%s', (id) => {
  it('writes what the others write, at the same times', () => {
    expect(of(id).writes.length).toBeGreaterThan(2000);
    expect(of(id).writes).toEqual(of('tracking-bitmap').writes);
  });

  it('reports the same pages each round; soft-dirty the huge pages around them', () => {
    const { rounds } = of(id);
    expect(rounds).toHaveLength(scenario(id).tracking.rounds);
    const exact = of('tracking-bitmap').rounds;
    if (id !== 'tracking-soft-dirty') expect(rounds).toEqual(exact);
    else
      rounds.forEach((round, i) => {
        const regions = new Set(exact[i]!.split(',').map((p) => Math.floor(Number(p) / PMD_PAGES)));
        const all = [...regions].sort((a, b) => a - b);
        expect(round).toBe(
          all.flatMap((r) => Array.from({ length: PMD_PAGES }, (_, k) => r * PMD_PAGES + k)).join(),
        );
      });
  });

  it('says what each round cost and whom, and it adds up', () => {
    const { counters } = of(id).run;
    const rounds = Array.from({ length: scenario(id).tracking.rounds }, (_, i) => `round ${i + 1}`);
    const sum = (what: string): number =>
      ['start', ...rounds].reduce((total, name) => total + counters[`${name}: ${what}`]!, 0);
    expect(sum('guest')).toBe(counters['guest pays']);
    expect(sum('manager')).toBe(counters['manager pays']);
    for (const name of rounds) {
      expect(counters[`${name}: pages`]).toBeGreaterThan(0);
      expect(counters[`${name}: manager`]).toBeGreaterThan(0);
    }
    const parts = (names: string[]): number => names.reduce((total, name) => total + counters[name]!, 0);
    expect(parts(['guest faults', 'guest exits'])).toBe(counters['guest pays']);
    expect(
      parts(['manager protects', 'manager walks', 'manager harvests', 'manager splits', 'manager flushes']),
    ).toBe(counters['manager pays']);
  });

  it('leaves the destination empty and the source as it was', () => {
    const { recorder, verdict } = of(id).run;
    const { src, dst, toSend } = recorder.state;
    expect([dst.rss, dst.vmas.list.length, toSend]).toEqual([0, 0, 0]);
    expect(verdict).toMatchObject({ lostPages: 0, stalePages: 0, flagsEqual: true, aborted: false });
    expect(src.words.some((w) => (w & LOGGED) !== 0)).toBe(false);
    checkState(recorder.state);
  });
});

describe('who pays', () => {
  it('manual: logging starts for nothing, and splits come with the first CLEAR (D1, D6)', () => {
    const { columns } = of('tracking-manual').run.recorder;
    let clears = 0;
    for (let n = 0; n < columns.length; n++) {
      if (columns.kind(n) === K.LOG_CLEAR) clears++;
      if (columns.kind(n) === K.EPT_SPLIT) expect(clears).toBeGreaterThan(0);
    }
    expect(clears).toBe(scenario('tracking-manual').tracking.rounds + 1);
  });

  it('PML: the guest pays a small part of what faults cost it (D7, N20)', () => {
    expect(counter('tracking-pml', 'guest faults')).toBe(0);
    expect(counter('tracking-pml', 'guest pays')).toBeLessThan(counter('tracking-bitmap', 'guest pays') / 20);
  });

  it('PAGEMAP_SCAN costs the guest its huge pages, the others do not (F9)', () => {
    const huge = (id: string) => of(id).run.recorder.state.src.huge;
    for (const id of IDS)
      if (id !== 'tracking-pagemap-scan') expect(huge(id)).toBe(of(id).run.recorder.state.regions);
    expect(huge('tracking-pagemap-scan')).toBeLessThan(huge('tracking-ring'));
  });

  it('soft-dirty walks everything: twice the guest, twice the walk; the ring does not care', () => {
    const twice = (id: string, name: string): number =>
      simulate(scenario(id, { 'guest.bytes': 128 * MIB, 'guest.workload': 'idle' })).counters[name]! /
      simulate(scenario(id, { 'guest.bytes': 64 * MIB, 'guest.workload': 'idle' })).counters[name]!;
    expect(twice('tracking-soft-dirty', 'manager walks')).toBeCloseTo(2, 5);
    expect(twice('tracking-soft-dirty', 'manager harvests')).toBeCloseTo(2, 5);
    expect(twice('tracking-ring', 'manager harvests')).toBeCloseTo(1, 5);
  });

  it('a ring that fills throttles its vCPU, which still writes all (D8)', () => {
    const busy = {
      'guest.workload': 'uniform',
      'guest.dirtyRate': 4000 * MIB,
      'guest.vcpus': 1,
      'tracking.interval': 20 * MS,
    };
    const ring = watch(scenario('tracking-ring', busy));
    expect(ring.run.counters['dirtyring.full']).toBeGreaterThan(0);
    expect(ring.run.counters['guest exits']).toBeGreaterThan(0);
  });
});

it('without eager splits, and in 2017, the guest pays for the first write to each huge leaf (D3, H23)', () => {
  const eager = counter('tracking-bitmap', 'guest pays');
  const lazy = simulate(scenario('tracking-bitmap', { eagerSplit: false }));
  const old = simulate(scenario('tracking-bitmap', { era: '2017' }));
  expect(lazy.counters['manager splits']).toBe(0);
  expect(lazy.counters['guest pays']).toBeGreaterThan(eager);
  expect(old.counters['guest pays']).toBeGreaterThan(lazy.counters['guest pays']!);
  expect(old.counters['ept.zap']).toBeGreaterThan(0);
});

it('in 2017 manual and ring run as the bitmap, PAGEMAP_SCAN as soft-dirty', () => {
  const digest = (id: string) => simulate(scenario(id, { era: '2017' })).digest;
  expect(digest('tracking-manual')).toBe(digest('tracking-bitmap'));
  expect(digest('tracking-ring')).toBe(digest('tracking-bitmap'));
  expect(digest('tracking-pagemap-scan')).toBe(digest('tracking-soft-dirty'));
});

const anyScenario = fc.record({
  id: fc.constantFrom(...IDS),
  'guest.bytes': fc.integer({ min: 1, max: 4 }).map((n) => n * 2 * MIB),
  'guest.vcpus': fc.integer({ min: 1, max: 8 }),
  'guest.workload': fc.constantFrom(
    'uniform',
    'hotset',
    'sequential',
    'zipf',
    'hotcold',
    'read-mostly',
    'database',
    'trace',
  ),
  'guest.dirtyRate': fc.integer({ min: 0, max: 400 }).map((n) => n * MIB),
  'guest.zeroPages': fc.constantFrom(0, 30, 90),
  'guest.seed': fc.integer({ min: 0, max: 0xffffffff }),
  'tracking.rounds': fc.integer({ min: 1, max: 4 }),
  'tracking.interval': fc.integer({ min: 0, max: 5 }).map((n) => n * MS),
  eagerSplit: fc.boolean(),
  era: fc.constantFrom('modern', '2017'),
});

describe('any scenario', () => {
  it('slices never change the log, invariants hold, nothing is missed', () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 500 }), ({ id, ...knobs }, slice) => {
        const made = scenario(id, knobs);
        const sliced = new Simulation(made);
        while (!sliced.next(slice)) checkState(sliced.recorder.state);
        const run = simulate(made);
        expect(sliced.finish().digest).toBe(run.digest);
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it.each(TRACKERS)('a migration by QEMU with %s loses nothing', (tracker) => {
    for (const mode of ['precopy', 'hybrid'])
      for (const workload of ['uniform', 'database']) {
        const run = simulate(
          scenario('qemu-as-coded', {
            tracker,
            'guest.bytes': 16 * MIB,
            'guest.workload': workload,
            'guest.dirtyRate': 60 * MIB,
            'guest.zeroPages': 20,
            'qemu.mode': mode,
            'wire.bandwidth': 200 * MIB,
          }),
        );
        // PAGEMAP_SCAN leaves its registration at the source, which is no flag of the guest's memory.
        const uw = run.recorder.state.src.vmas.list.some((v) => v.flags & VM_UFFD_WP);
        expect(uw).toBe(tracker === 'pagemap-scan');
        const { verdict } = run;
        expect(verdict).toMatchObject({ lostPages: 0, stalePages: 0, flagsEqual: true, aborted: false });
        expect(run.counters['wrong at resume']).toBe(0);
      }
  });
});

describe('curves', () => {
  let curves: TrackingCurves;
  beforeAll(() => {
    curves = trackingCurves('measured');
  });
  const line = (id: string) => curves.trackers.find((t) => t.id === id)!;
  /** Ns for each MiB more, between neighbouring sizes. */
  const slopes = (id: string): number[] =>
    line(id)
      .bySize.slice(1)
      .map((ns, i) => {
        const [a, b] = [curves.bytes[i]!, curves.bytes[i + 1]!];
        return (ns - line(id).bySize[i]!) / ((b - a) / MIB);
      });

  it('soft-dirty grows in a straight line with the guest, what is written being the same', () => {
    const all = slopes('soft-dirty');
    for (const slope of all) expect(slope / all[0]!).toBeCloseTo(1, 1);
    expect(line('soft-dirty').bySize.at(-1)!).toBeGreaterThan(5 * line('soft-dirty').bySize[0]!);
  });

  it.each(TRACKERS)('%s: two sizes give every other one, as its tracker counts there', (id) => {
    const at = curves.bytes.indexOf(GIB);
    const { guest, manager } = costOfRound(id, GIB / PAGE_BYTES, sameWrites(), 'measured');
    expect(line(id).bySize[at]).toBeCloseTo(guest + manager, 0);
  });

  it('soft-dirty costs more than the log from some size on; with 4 KiB entries at every size', () => {
    const at = crossing('soft-dirty', 'kvm-bitmap')!;
    curves.bytes.forEach((bytes, i) => {
      const log = line('kvm-bitmap').bySize[i]!;
      expect(line('soft-dirty').bySize[i]! > log, `${bytes}`).toBe(bytes > at);
      expect(line('soft-dirty-4k').bySize[i]!).toBeGreaterThan(log);
    });
    expect(crossing('soft-dirty-4k', 'kvm-bitmap')).toBeNull();
    expect(crossing('soft-dirty', 'nobody')).toBeNull();
  });

  it('the ring does not; a bitmap nearly (D9)', () => {
    for (const slope of slopes('kvm-ring')) expect(slope).toBe(0);
    for (const slope of slopes('kvm-bitmap')) expect(slope).toBeLessThan(slopes('soft-dirty')[0]! / 3);
  });

  it('the ring grows with what is written, in proportion; soft-dirty stops when each huge page was hit', () => {
    const { byDirtied } = line('kvm-ring');
    byDirtied.slice(1).forEach((ns, i) => {
      const more = curves.dirtied[i + 1]! / curves.dirtied[i]!;
      expect(ns / byDirtied[i]! / more).toBeCloseTo(1, 0);
    });
    expect(line('soft-dirty').byDirtied.at(-1)).toBe(line('soft-dirty').byDirtied.at(-2));
  });

  it('has all trackers and every point, for each profile of costs', () => {
    for (const costs of COST_IDS) {
      const { trackers, bytes, dirtied } = trackingCurves(costs);
      expect(trackers.map((t) => t.id)).toEqual([...TRACKERS, 'soft-dirty-4k']);
      expect(bytes.at(-1)).toBeGreaterThanOrEqual(2 * GIB);
      for (const t of trackers) {
        expect([t.bySize.length, t.byDirtied.length]).toEqual([bytes.length, dirtied.length]);
        for (const ns of [...t.bySize, ...t.byDirtied]) expect(Number.isSafeInteger(ns) && ns > 0).toBe(true);
      }
    }
  });
});
