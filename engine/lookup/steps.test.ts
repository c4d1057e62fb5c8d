/** Guards that steps by every unit lead where the tree of causes, the actor and the kind say, and that back undoes forward. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { Columns } from '../log/columns.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { STEP_UNITS, type StepUnit, stepBy } from './steps.ts';

/** Logs with any tree of causes over few actors and kinds. */
const logs = fc
  .array(fc.record({ kind: fc.nat(3), who: fc.nat(31), cause: fc.option(fc.nat(60)) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((events) => {
    const columns = new Columns();
    for (const [n, { kind, who, cause }] of events.entries())
      columns.push(kind, who, 0, 0, cause === null || n === 0 ? NO_CAUSE : cause % n, n);
    return columns;
  });

const forward = (columns: Columns, step: number, unit: StepUnit) => whole(stepBy(columns, step, unit, false));
const back = (columns: Columns, step: number, unit: StepUnit) => whole(stepBy(columns, step, unit, true));

describe('steps by unit', () => {
  const undone = STEP_UNITS.filter((unit) => unit !== 'out');
  it.each(undone)('%s back undoes it', (unit) => {
    fc.assert(
      fc.property(logs, fc.nat(), (columns, at) => {
        const step = 1 + (at % columns.length);
        const to = forward(columns, step, unit);
        if (to !== step) {
          expect(to).toBeGreaterThan(step);
          expect(back(columns, to, unit)).toBe(step);
        }
      }),
    );
  });

  it.each(['over', 'out', 'actor', 'kind'] as const)('%s undoes its back', (unit) => {
    fc.assert(
      fc.property(logs, fc.nat(), (columns, at) => {
        const step = 1 + (at % columns.length);
        const to = back(columns, step, unit);
        if (to !== step) expect(forward(columns, to, unit)).toBe(step);
      }),
    );
  });

  it('stays inside any log', () => {
    fc.assert(
      fc.property(logs, fc.double(), fc.constantFrom(...STEP_UNITS), fc.boolean(), (columns, at, unit, b) => {
        const to = whole(stepBy(columns, at, unit, b));
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(columns.length);
      }),
    );
    for (const unit of STEP_UNITS) {
      expect(whole(stepBy(new Columns(), 0, unit, false))).toBe(0);
      expect(whole(stepBy(new Columns(), 0, unit, true))).toBe(0);
    }
  });

  it('goes into, over and out of a call of a migration', () => {
    const made = withOverrides(PRESETS[0]!, { 'guest.bytes': 32 * MIB });
    if (!made.ok) throw new Error(made.problem.message);
    const { columns } = simulate(made.value).recorder;
    const isCall = (n: number) =>
      columns.kind(n) === K.DONTNEED && columns.cause(n + 1) === n && columns.cause(n + 2) === n;
    const call = Array.from({ length: columns.length - 2 }, (_, n) => n).find(isCall)!;
    const first = forward(columns, call + 1, 'into');
    expect(first).toBe(call + 2);
    expect(forward(columns, first, 'over')).toBe(call + 3);
    const after = forward(columns, first, 'out');
    expect(columns.cause(after - 1)).toBe(columns.cause(call));
    expect(forward(columns, call + 1, 'over')).toBe(after);
    const next = forward(columns, call + 1, 'kind');
    expect(columns.kind(next - 1)).toBe(K.DONTNEED);
  });
});
