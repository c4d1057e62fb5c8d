/** Guards what the era and the costs of a scenario change in a run, and what they do not. */
import { describe, expect, it } from 'vitest';
import { MIB, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { SCAN_NAMES } from '../event/scan.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { COST_IDS, type Scenario } from '../scenario/schema.ts';
import { type Run, simulate } from './run.ts';

function run(id: string, overrides: Record<string, unknown> = {}): Run {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, overrides) : preset;
  if (!made.ok) throw new Error(made.problem.message);
  return simulate(made.value as Scenario);
}

/** How often khugepaged gave each verdict. */
function verdicts({ recorder: { columns } }: Run): Record<string, number> {
  const seen: Record<string, number> = {};
  for (let n = 0; n < columns.length; n++) {
    if (columns.kind(n) !== K.KH_SCAN) continue;
    const name = SCAN_NAMES[columns.arg(n) & 255] as string;
    seen[name] = (seen[name] ?? 0) + 1;
  }
  return seen;
}

describe('era', () => {
  it.each(['qemu-as-coded', 'qemu-as-mailed'])(
    '%s: in 2017 regions that lost some pages keep pieces and are never collapsed (K9, S0.10); today all become huge',
    (id) => {
      const then = run(id, { era: '2017' });
      const now = run(id);
      const { dst, regions } = then.recorder.state;
      const split = then.recorder.state.counts[K.PMD_SPLIT]!;
      expect(verdicts(then).page_compound).toBeGreaterThanOrEqual(split);
      expect([dst.huge, then.verdict.allHuge]).toEqual([regions - split, false]);
      expect(split).toBeGreaterThan(0);
      expect(verdicts(now).page_compound).toBeUndefined();
      expect(now.verdict.allHuge).toBe(true);
      for (const r of [then, now])
        expect(r.verdict).toMatchObject({ lostPages: 0, stalePages: 0, flagsEqual: true });
    },
  );

  it('in 2017 pieces of huge pages protect what khugepaged would lose today', () => {
    const then = run('qemu-no-nohugepage', { era: '2017' });
    expect([then.verdict.lostPages, run('qemu-no-nohugepage').verdict.lostPages > 0]).toEqual([0, true]);
    expect(verdicts(then).page_compound).toBeGreaterThan(0);
  });

  it('in 2017 a region discarded whole keeps its table, is refilled by small pages and collapsed', () => {
    const knobs = {
      era: '2017',
      'guest.bytes': 4 * MIB,
      'guest.workload': 'uniform',
      'guest.dirtyRate': 40_000 * MIB,
      'wire.bandwidth': 200 * MIB,
      'qemu.discard': 'pages',
    };
    const then = run('qemu-as-mailed', knobs);
    expect(then.counters['discarded pages']).toBe(2 * PMD_PAGES);
    expect([verdicts(then).page_compound, then.verdict.allHuge]).toEqual([undefined, true]);
  });
});

describe('costs', () => {
  it('change the time and not the outcome', () => {
    const runs = COST_IDS.map((costs) => run('qemu-as-mailed', { costs }));
    expect(new Set(runs.map((r) => r.digest)).size).toBe(COST_IDS.length);
    for (const r of runs)
      expect(r.verdict).toMatchObject({
        lostPages: 0,
        stalePages: 0,
        flagsEqual: true,
        allHuge: true,
        aborted: false,
      });
  });

  it('a flood of discards takes longer when every flush reaches a second thread', () => {
    const flood = (r: Run) => {
      const at = (name: string) => r.phases.find((p) => p.name === name)?.timeNs ?? 0;
      return at('listen') - at('discard');
    };
    expect(flood(run('qemu-as-mailed', { costs: 'measured-busy' }))).toBeGreaterThan(
      3 * flood(run('qemu-as-mailed')),
    );
  });
});
