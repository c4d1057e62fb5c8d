/** Guards that a log reads back what was written to it, whatever its events are, and that a view of its first part stays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CAUSE } from '../event/emitter.ts';
import { CHUNK, Columns } from './columns.ts';

type Row = readonly [kind: number, who: number, page: number, arg: number, cause: number, time: number];

/** How far apart values are, by 4,096 events: none, and as far as 1, 2, 3 and 4 bytes say. */
const SPREADS = [1, 200, 60_000, 2 ** 23, 2 ** 32];

/** Event `n` of a log in which values are near each other, or not, and causes are mostly near and sometimes odd. */
function row(n: number, seed: number): Row {
  const mixed = Math.imul(n ^ seed, 0x9e3779b1) >>> 0;
  const spread = SPREADS[(n >>> 12) % SPREADS.length]!;
  const odd = mixed % 50_000;
  return [
    mixed & 127,
    (mixed >>> 7) & 255,
    Math.min(2 ** 32 - 1, 1000 + (mixed % spread)),
    (Math.imul(mixed, 7) >>> 0) % spread,
    mixed % 3 === 0 ? NO_CAUSE : odd === 1 ? n : odd === 2 ? n + 7 : Math.max(0, n - (mixed % spread)),
    (n >>> 13) * 2 ** 34 + (n & 8191) * 2 ** ((n >>> 13) & 15),
  ];
}

function grow(columns: Columns, to: number, seed: number): Columns {
  for (let n = columns.length; n < to; n++) columns.push(...row(n, seed));
  return columns;
}

const read = (columns: Columns, n: number): Row => [
  columns.kind(n),
  columns.who(n),
  columns.page(n),
  columns.arg(n),
  columns.cause(n),
  columns.time(n),
];

/** Numbers of the events that differ from those written, read one by one and as spans. */
function wrong(columns: Columns, seed: number): number[] {
  const out: number[] = [];
  const differs = (n: number, is: Row) => is.some((v, i) => v !== row(n, seed)[i]);
  for (let n = 0; n < columns.length; n++) if (differs(n, read(columns, n))) out.push(n);
  for (const { chunk, base, first, last } of columns.spans(0, columns.length))
    for (let i = first; i < last; i++) {
      const time = chunk.timeHigh[i]! * 2 ** 32 + chunk.timeLow[i]!;
      const { kind, who, page, arg, cause } = chunk;
      if (differs(base + i, [kind[i]!, who[i]!, page[i]!, arg[i]!, cause[i]!, time])) out.push(base + i);
    }
  return out;
}

describe('columns', () => {
  it('read every event back, over several chunks, before and after the log ends', () => {
    const columns = grow(new Columns(), 2 * CHUNK + 4321, 5);
    expect(wrong(columns, 5)).toEqual([]);
    const digest = columns.digest();
    columns.trim();
    expect(wrong(columns, 5)).toEqual([]);
    expect(columns.digest()).toBe(digest);
  });

  it('show their first events as a log that stays while they grow', () => {
    const whole = grow(new Columns(), CHUNK + 700, 9);
    fc.assert(
      fc.property(fc.nat(CHUNK + 700), (n) => {
        const part = whole.upTo(n);
        const digest = part.digest();
        expect(digest).toBe(grow(new Columns(), n, 9).digest());
        expect(part.length).toBe(n);
        grow(whole, whole.length + 3000, 9);
        expect(part.digest()).toBe(digest);
        if (n > 0) expect(read(part, n - 1)).toEqual(row(n - 1, 9));
        expect([...part.spans(0, n)].at(-1)?.last ?? 0).toBe(n === 0 ? 0 : ((n - 1) % CHUNK) + 1);
      }),
      { numRuns: 12, examples: [[0], [CHUNK], [CHUNK + 1]] },
    );
    expect(wrong(whole, 9)).toEqual([]);
    expect(whole.upTo(1e9).length).toBe(whole.length);
  });
});
