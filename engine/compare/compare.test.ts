/** Guards that steps beside each other keep order and ends, and that runs part where they first differ. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { K } from '../event/event.ts';
import { Columns } from '../log/columns.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { type Run, simulate } from '../sim/run.ts';
import { Replica } from '../view/replica.ts';
import { aligned, LOCKSTEPS, type Sided } from './align.ts';
import { compare } from './compare.ts';
import { divergence } from './divergence.ts';
import { waitedNs } from './waiting.ts';

function run(id: string, overrides: Record<string, unknown> = {}): Run {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const scenario = withOverrides(preset.value, { 'guest.bytes': 8 * MIB, ...overrides });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return simulate(scenario.value);
}

const sided = ({ recorder, phases }: Run): Sided => ({ columns: recorder.columns, phases });
const mailed = run('qemu-as-mailed');
const coded = run('qemu-as-coded');

/** Runs of a few events, with phases that may be missing, repeated or in another order. */
const sides = fc
  .record({
    gaps: fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
    phases: fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), at: fc.nat(40) }), {
      maxLength: 6,
    }),
  })
  .map(({ gaps, phases }): Sided => {
    const columns = new Columns();
    let time = 0;
    for (const gap of gaps) {
      time += gap;
      columns.push(0, 0, 0, 0, 0, time);
    }
    const steps = new Map(phases.map((p) => [1 + (p.at % gaps.length), p.name]));
    return {
      columns,
      phases: [...steps].sort(([x], [y]) => x - y).map(([step, name]) => ({ name, step })),
    };
  });

describe('steps beside each other', () => {
  it.each(LOCKSTEPS)('by %s never go back, begin at the beginning and stay inside', (by) => {
    fc.assert(
      fc.property(sides, sides, (a, b) => {
        expect(aligned(a, b, 0, by)).toBe(0);
        let before = 0;
        for (let step = 0; step <= a.columns.length; step++) {
          const at = aligned(a, b, step, by);
          expect(at).toBeGreaterThanOrEqual(before);
          expect(at).toBeLessThanOrEqual(b.columns.length);
          before = at;
        }
      }),
    );
  });

  it('by phases end together, and phases that both have begin together', () => {
    fc.assert(
      fc.property(sides, sides, (a, b) => {
        expect(aligned(a, b, a.columns.length, 'phases')).toBe(b.columns.length);
      }),
    );
    for (const { name, step } of mailed.phases)
      if (step < mailed.recorder.columns.length)
        expect([name, aligned(sided(mailed), sided(coded), step, 'phases')]).toEqual([
          name,
          coded.phases.find((p) => p.name === name)?.step,
        ]);
  });

  it('of a run and itself are the same', () => {
    fc.assert(
      fc.property(sides, fc.nat(), (a, n) => {
        const step = n % (a.columns.length + 1);
        expect(aligned(a, a, step, 'events')).toBe(step);
        expect(aligned(a, a, step, 'phases')).toBe(step);
        const at = aligned(a, a, step, 'time');
        if (step > 0) expect(a.columns.time(at - 1)).toBe(a.columns.time(step - 1));
      }),
    );
  });

  it('by time show what has happened by then, and no more', () => {
    fc.assert(
      fc.property(sides, sides, fc.nat(), (a, b, n) => {
        const step = 1 + (n % a.columns.length);
        const now = a.columns.time(step - 1);
        const at = aligned(a, b, step, 'time');
        if (at > 0) expect(b.columns.time(at - 1)).toBeLessThanOrEqual(now);
        if (at < b.columns.length) expect(b.columns.time(at)).toBeGreaterThan(now);
      }),
    );
  });
});

describe('where runs part', () => {
  it('is nowhere for a run and itself', () => {
    expect(whole(divergence(mailed.recorder.columns, run('qemu-as-mailed').recorder.columns))).toBeNull();
  });

  it('is the first event that differs, wherever it is', () => {
    const events = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(events, fc.nat(), (list, n) => {
        const at = n % list.length;
        const [a, b] = [new Columns(), new Columns()];
        for (const [i, [kind, page]] of list.entries()) {
          a.push(kind, 0, page, 0, 0, i);
          b.push(kind, 0, i === at ? page + 1 : page, 0, 0, i);
        }
        expect(whole(divergence(a, b))).toMatchObject({ step: at, late: null });
      }),
    );
  });

  it('is at a branch’s fault or later, and never before', () => {
    for (const step of [300, 2000, 5000]) {
      const branch = run('qemu-as-mailed', { faults: `khugepaged@#${step}` });
      const found = whole(divergence(mailed.recorder.columns, branch.recorder.columns));
      expect(found?.step).toBeGreaterThanOrEqual(step);
      expect(found?.late ?? step).toBeGreaterThanOrEqual(step);
    }
  });

  it('tells a run that only takes longer from one that does other things', () => {
    const [a, b] = [new Columns(), new Columns()];
    for (const t of [1, 2, 3]) {
      a.push(0, 0, 0, 0, 0, t);
      b.push(0, 0, 0, 0, 0, t < 2 ? t : t * 10);
    }
    expect(whole(divergence(a, b))).toEqual({ step: 3, events: [null, null], late: 2 });
  });

  it('says what each does: as mailed HUGEPAGE comes back before postcopy, as coded at its end', () => {
    const found = whole(divergence(mailed.recorder.columns, coded.recorder.columns));
    expect(found?.events.map((e) => e?.words)).toMatchInlineSnapshot(`
      [
        "MADV_DONTNEED drops page 0x3 on the destination: the next touch faults",
        "MADV_DONTNEED drops 2 pages from page 0x3 on the destination: the next touch faults",
      ]
    `);
  });
});

describe('the ends', () => {
  it('have the memory in huge pages that the last frame shows', () => {
    for (const [mine, ending] of [mailed, coded].map(
      (r, i) => [r, whole(compare(mailed.recorder, coded.recorder)).ends[i]] as const,
    )) {
      const replica = new Replica(mine.recorder.columns, mine.recorder.keyframes, mine.recorder.state.pages);
      expect(ending?.hugeBytes).toBe(replica.seek(mine.recorder.columns.length).dst.huge * 2 * MIB);
      expect(ending?.hugeBytes).toBeGreaterThan(0);
    }
  });

  it('have the sleep that a fold event by event sums up', () => {
    for (const { recorder } of [mailed, run('qemu-preempt'), run('criu-2017')]) {
      const { columns, keyframes, state } = recorder;
      const replica = new Replica(columns, keyframes, state.pages);
      let sum = 0;
      for (let n = 1; n < columns.length; n++) {
        const { waiting } = replica.seek(n);
        if (waiting > 0) sum += waiting * (columns.time(n) - columns.time(n - 1));
      }
      expect(whole(waitedNs(columns))).toBe(sum);
      expect(sum).toBeGreaterThan(0);
    }
  });

  it('count who never wakes until the end', () => {
    const c = new Columns();
    c.push(K.UFFD_FAULT, 16, 1, 0, 0, 10);
    c.push(0, 16, 1, 0, 0, 25);
    expect(whole(waitedNs(c))).toBe(15);
  });
});
