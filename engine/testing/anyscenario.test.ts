import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { FAULT_KINDS, parseFaults } from '../scenario/faults.ts';
import { KNOB_RANGES, SYSTEMS, TRACKERS } from '../scenario/schema.ts';
import { anyScenario } from './anyscenario.ts';

it('made-up scenarios have every system, tracker and fault, and both ends of every knob', () => {
  const seen = new Set<string>();
  for (let n = 0; n < 3000; n++) {
    const scenario = anyScenario(new Random(5, n));
    seen.add(scenario.system).add(scenario.tracker);
    const faults = parseFaults(scenario.faults);
    if (faults.ok) for (const { kind } of faults.value) seen.add(kind);
    for (const path of Object.keys(KNOB_RANGES)) {
      const [part, knob] = path.split('.') as [string, string];
      seen.add(`${path} ${(scenario as unknown as Record<string, Record<string, number>>)[part]![knob]}`);
    }
  }
  const ends = Object.entries(KNOB_RANGES).flatMap(([path, range]) => range.map((end) => `${path} ${end}`));
  expect([...SYSTEMS, ...TRACKERS, ...FAULT_KINDS, ...ends].filter((what) => !seen.has(what))).toEqual([]);
});
