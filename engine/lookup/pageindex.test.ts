/** However far it has grown, the index finds the events that reading the whole log finds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { MIB, PMD_PAGES } from '../base/units.ts';
import { KINDS } from '../event/event.ts';
import { CHUNK, Columns } from '../log/columns.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { eventsOfPage } from './events.ts';
import { PageIndex } from './pageindex.ts';

/** Events of every kind anywhere in 32 GiB: regions that share a bit, and ranges of all lengths. */
function anyEvents(seed: number, length: number): Columns {
  const random = new Random(seed, 0);
  const columns = new Columns();
  for (let n = 0; n < length; n++) {
    const region = random.below(4) === 0 ? random.below(1 << 14) : random.below(3) * 4096 + 7;
    const arg = random.below(1 << random.below(24));
    columns.push(
      random.below(KINDS.length),
      random.below(32),
      region * PMD_PAGES + random.below(PMD_PAGES),
      arg,
      0,
      n,
    );
  }
  columns.trim();
  return columns;
}
const LOGS = [anyEvents(1, CHUNK + 5000), anyEvents(2, 3000), anyEvents(3, 40)];

it('finds what reading the log finds, at any growth, in logs of any events', () => {
  fc.assert(
    fc.property(
      fc.nat(LOGS.length - 1),
      fc.nat(1 << 23),
      fc.nat(80_000),
      fc.nat(9),
      (log, any, grown, near) => {
        const columns = LOGS[log]!;
        const index = new PageIndex(columns);
        index.grow(grown);
        // One page in all of memory, and one where many events are.
        for (const page of [any, (7 + (any % 3) * 4096) * PMD_PAGES + near])
          expect(index.eventsOf(page)).toEqual(eventsOfPage(columns, page));
      },
    ),
    { numRuns: 120 },
  );
});

it('finds them in a run, while it grows slice by slice', () => {
  const preset = findPreset('criu-2017');
  const scenario = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 64 * MIB }) : preset;
  if (!scenario.ok) throw new Error('no scenario');
  const { columns, state } = simulate(scenario.value).recorder;
  const random = new Random(5, 0);
  const index = new PageIndex(columns);
  let slices = 0;
  for (let done = false; !done; slices++) {
    done = index.grow(4000);
    const page = random.below(state.pages);
    expect(index.eventsOf(page)).toEqual(eventsOfPage(columns, page));
  }
  expect(slices).toBeGreaterThan(3);
});
