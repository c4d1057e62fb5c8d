/** Guards that the table says what the runs' own summaries say, and marks the better one. */

import { describe, expect, it } from 'vitest';
import { whole } from '../../engine/base/work.ts';
import { compare } from '../../engine/compare/compare.ts';
import { findPreset, type RunInfo, sayBytes, withOverrides } from '../../engine/index.ts';
import { simulate } from '../../engine/sim/run.ts';
import { sayCount } from '../ui/say.ts';
import { costsOf } from './costs.ts';

function run(id: string) {
  const preset = findPreset(id);
  const scenario = preset.ok ? withOverrides(preset.value, {}) : preset;
  if (!scenario.ok) throw new Error(scenario.problem.message);
  const made = simulate(scenario.value);
  const info = { ...made, steps: made.recorder.columns.length } as unknown as RunInfo;
  return { made, info };
}

function table(a: string, b: string) {
  const [one, other] = [run(a), run(b)];
  const { ends } = whole(compare(one.made.recorder, other.made.recorder));
  const rows = costsOf([one.info, other.info], ends);
  return { one, other, row: (id: string) => rows.find((r) => r.id === id), rows };
}

describe('what two runs cost', () => {
  it('is what each says of itself', () => {
    const { one, other, row } = table('qemu-no-nohugepage', 'qemu-as-mailed');
    const [a, b] = [one.made, other.made];
    expect(row('lost')).toMatchObject({
      values: [sayCount(a.verdict.lostPages), '0'],
      differs: true,
      better: 1,
    });
    expect(a.verdict.lostPages).toBeGreaterThan(0);
    expect(row('bytes')?.values).toEqual([
      sayBytes(a.counters.transferred!),
      sayBytes(b.counters.transferred!),
    ]);
    expect(row('copies')?.values[1]).toBe(sayCount(b.counters['uffd.copy']!));
    expect(row('madvise')?.values[0]).toBe(
      sayCount((a.counters['madvise.hugepage'] ?? 0) + (a.counters['madvise.dontneed'] ?? 0)),
    );
  });

  it('says of flags which run keeps them, and of a run beside itself nothing', () => {
    expect(table('criu-nohugepage', 'criu-thp-disable').row('flags')).toMatchObject({
      values: ['no', 'yes'],
      better: 1,
    });
    expect(table('criu-2017', 'criu-2017').rows.some((r) => r.differs || r.better !== null)).toBe(false);
  });

  it('does not tell what a run does not have', () => {
    expect(table('tracking-ring', 'qemu-as-mailed').row('lost')).toMatchObject({
      values: ['–', '0'],
      better: null,
    });
  });
});
