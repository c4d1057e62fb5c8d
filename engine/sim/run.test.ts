/** Guards the outcomes that the mail's story stands on, and determinism. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB, PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { checkedRun } from '../testing/laws.ts';
import { Simulation, simulate } from './run.ts';

function scenario(id: string, overrides: Record<string, unknown> = {}): Scenario {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const made = withOverrides(preset.value, overrides);
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

const anyScenario = fc.record({
  id: fc.constantFrom('qemu-as-mailed', 'qemu-as-coded', 'qemu-no-nohugepage'),
  'guest.bytes': fc.integer({ min: 1, max: 4 }).map((n) => n * 2 * MIB),
  'guest.vcpus': fc.integer({ min: 1, max: 8 }),
  'guest.workload': fc.constantFrom('uniform', 'hotset'),
  'guest.dirtyRate': fc.integer({ min: 0, max: 4000 }).map((n) => n * MIB),
  'guest.seed': fc.integer({ min: 0, max: 0xffffffff }),
  'wire.bandwidth': fc.integer({ min: 50, max: 5000 }).map((n) => n * MIB),
  'wire.latency': fc.integer({ min: 0, max: 2_000_000 }),
  'khugepaged.maxPtesNone': fc.integer({ min: 0, max: 511 }),
  'khugepaged.scanSleep': fc.integer({ min: 1_000_000, max: 50_000_000 }),
});

describe('outcomes', () => {
  for (const id of ['qemu-as-mailed', 'qemu-as-coded'])
    for (const workload of ['uniform', 'hotset'])
      it(`${id}, ${workload}: every region huge, flags as at the start, nothing lost or stale`, () => {
        const run = simulate(scenario(id, { 'guest.workload': workload }));
        expect(run.verdict).toMatchObject({
          lostPages: 0,
          stalePages: 0,
          flagsEqual: true,
          allHuge: true,
          aborted: false,
          flagsAtEnd: '0-16383 hg',
        });
        expect(run.counters['wrong at resume']).toBe(0);
        expect(run.counters['uffd.copy']).toBe(run.counters['discarded pages']);
      });

  it('without NOHUGEPAGE, khugepaged before REGISTER: the checks name exactly the discarded pages of collapsed regions', () => {
    const run = simulate(scenario('qemu-no-nohugepage'));
    expect(run.verdict.lostPages).toBeGreaterThan(0);
    expect(run.verdict.lostPages).toBe(run.counters['discarded pages']);
    expect(run.counters['wrong at resume']).toBe(run.verdict.lostPages);
    expect(run.verdict.aborted).toBe(true);
  });

  it('the same with max_ptes_none 0, or with NOHUGEPAGE: nothing is lost', () => {
    for (const knob of [{ 'khugepaged.maxPtesNone': 0 }, { 'qemu.nohugepage': true }])
      expect(simulate(scenario('qemu-no-nohugepage', knob)).verdict.lostPages).toBe(0);
  });

  it('as mailed, write faults in emptied regions throw 2 MiB away; as coded they do not (S0.8)', () => {
    // Everything is dirtied again, so whole regions are discarded by one run each and their PMDs become none.
    const knobs = {
      'guest.workload': 'uniform',
      'guest.dirtyRate': 40_000 * MIB,
      'qemu.discard': 'runs',
      'wire.bandwidth': 200 * MIB,
    };
    const mailed = simulate(scenario('qemu-as-mailed', knobs)).counters['thp.thrownAway'] ?? 0;
    const coded = simulate(scenario('qemu-as-coded', knobs)).counters['thp.thrownAway'] ?? 0;
    expect(mailed).toBeGreaterThan(0);
    expect(coded).toBe(0);
  });

  it('as coded makes one call a run, as mailed one a page (S0.11)', () => {
    const mailed = simulate(scenario('qemu-as-mailed'));
    const coded = simulate(scenario('qemu-as-coded'));
    expect(mailed.counters['madvise.dontneed']).toBe(mailed.counters['discarded pages']! + 1);
    expect(coded.counters['madvise.dontneed']).toBeLessThan(mailed.counters['madvise.dontneed']!);
  });
});

describe('determinism', () => {
  it('slice size never changes the log', () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 3000 }), ({ id, ...knobs }, slice) => {
        const whole = simulate(scenario(id, knobs));
        const sliced = new Simulation(scenario(id, knobs));
        while (!sliced.next(slice));
        expect(sliced.finish().digest).toBe(whole.digest);
      }),
      { numRuns: 25, seed: 2017 },
    );
  });

  it('the seed changes the log', () => {
    expect(simulate(scenario('qemu-as-mailed', { 'guest.seed': 2 })).digest).not.toBe(
      simulate(scenario('qemu-as-mailed')).digest,
    );
  });

  /** A change here means that old links no longer show the same run: raise SEMANTICS with it. */
  it('golden digests', () => {
    expect(
      ['qemu-as-mailed', 'qemu-as-coded', 'qemu-no-nohugepage'].map((id) => simulate(scenario(id)).digest),
    ).toMatchSnapshot();
  });
});

describe('invariants (FACTS E5)', () => {
  it('hold after every step of any small scenario, times never fall, and nothing is lost when NOHUGEPAGE is set', () => {
    fc.assert(
      fc.property(anyScenario, ({ id, ...knobs }) => {
        const run = checkedRun(new Simulation(scenario(id, knobs)));
        if (id !== 'qemu-no-nohugepage') {
          expect(run.verdict.lostPages).toBe(0);
          expect(run.verdict.stalePages).toBe(0);
          expect(run.counters['wrong at resume']).toBe(0);
          expect(run.verdict.flagsEqual).toBe(true);
          if (knobs['khugepaged.maxPtesNone'] === 511) expect(run.verdict.allHuge).toBe(true);
        }
      }),
      { numRuns: 40, seed: 24 },
    );
  });

  it('hold after literally every step of a guest of two regions', () => {
    fc.assert(
      fc.property(anyScenario, ({ id, ...knobs }) => {
        const s = new Simulation(scenario(id, { ...knobs, 'guest.bytes': 4 * MIB }));
        checkedRun(s);
      }),
      { numRuns: 8, seed: 4 },
    );
  });

  it('hold for every page after every step of a guest of two regions', () => {
    const s = new Simulation(scenario('qemu-as-mailed', { 'guest.bytes': 4 * MIB }));
    while (!s.next(1)) checkState(s.recorder.state);
    checkState(s.recorder.state);
  });

  it('a broken law is found', () => {
    const s = new Simulation(scenario('qemu-as-mailed', { 'guest.bytes': 4 * MIB }));
    while (s.recorder.state.phase < 6) s.next(1);
    checkState(s.recorder.state);
    s.recorder.state.dst.pmd[0] = s.recorder.state.dst.pmd[0] === 2 ? 1 : 2;
    expect(() => checkState(s.recorder.state)).toThrow(/E5\.i/);
  });
});

it('a guest of one region works', () => {
  const run = simulate(scenario('qemu-as-mailed', { 'guest.bytes': 2 * MIB }));
  expect(run.recorder.state.pages).toBe(PMD_PAGES);
  expect(run.verdict.allHuge).toBe(true);
});
