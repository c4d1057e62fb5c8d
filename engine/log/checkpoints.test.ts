/** Guards that the part is named in which two logs differ first. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whole } from '../base/work.ts';
import { checkpoints, PARTS, partingPart } from './checkpoints.ts';
import { CHUNK, Columns } from './columns.ts';

function log(length: number, changed = -1, column = 0): Columns {
  const columns = new Columns();
  for (let n = 0; n < length; n++) {
    const odd = n === changed ? 1 : 0;
    const at = (c: number) => (c === column ? odd : 0);
    columns.push(3 + at(0), 1 + at(1), n + at(2), 7 + at(3), at(4), n * 10 + at(5));
  }
  return columns;
}

describe('checkpoints', () => {
  it('of the same log are the same, and no part differs', () => {
    for (const length of [0, 1, 31, 1000, CHUNK + 5]) {
      const text = whole(checkpoints(log(length), length));
      expect(text).toMatch(/^[\w-]{64}$/);
      expect(whole(partingPart(log(length), length, text))).toBeNull();
    }
  });

  it('name the part that holds the first event which differs, whatever differs in it', () => {
    let missed = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: PARTS, max: 5000 }),
        fc.nat(),
        fc.nat({ max: 5 }),
        (length, at, column) => {
          const changed = at % length;
          const parting = whole(
            partingPart(log(length, changed, column), length, whole(checkpoints(log(length), length))),
          );
          // Twelve bits miss one change in 4,096.
          if (!parting) missed++;
          else {
            expect(parting.from).toBeLessThanOrEqual(changed);
            expect(parting.to).toBeGreaterThan(changed);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(missed).toBeLessThan(3);
  });

  it('say of a log that is shorter or longer where it ends', () => {
    const text = whole(checkpoints(log(3200), 3200));
    const shorter = whole(partingPart(log(2050), 3200, text));
    expect(shorter?.from).toBeLessThanOrEqual(2050);
    expect(shorter?.to).toBeGreaterThan(2050);
    expect(whole(partingPart(log(3300), 3200, text))).toEqual({ from: 3200, to: 3300 });
  });
});
