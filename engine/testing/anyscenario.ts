/** Scenarios made up from a seed: every knob of the schema, at ordinary values and at its ends, and faults of every kind. */
import type { Random } from '../base/random.ts';
import { MIB } from '../base/units.ts';
import { PHASES } from '../event/actor.ts';
import { FAULT_KINDS, FAULTS, type FaultKind } from '../scenario/faults.ts';
import { KNOB_RANGES, parseScenario, type Scenario, scenarioSchema } from '../scenario/schema.ts';

/** What is read of a schema of valibot. */
interface Node {
  readonly type: string;
  readonly wrapped?: Node;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly options?: readonly unknown[];
}

/** Sizes of guests, bytes: mostly a few regions, so that thousands of them run in minutes. */
const SIZES = [2, 2, 4, 4, 6, 8, 16, 32].map((n) => n * MIB);

const oneOf = <T>(random: Random, of: readonly T[]): T => of[random.below(of.length)]!;

/** A whole number from `least` to `most`: an end, or evenly by magnitude, so that small ones come as often as large ones. */
function anyWhole(random: Random, [least, most]: readonly [number, number]): number {
  if (random.below(8) === 0) return oneOf(random, [least, most]);
  const span = Math.log2(most - least + 1);
  return least + Math.floor(2 ** ((span * random.below(1 << 20)) / (1 << 20))) - 1;
}

/** A value for one part of a scenario; undefined leaves it out, so that the schema's own value is had too. */
function anyValue(random: Random, node: Node, path: string): unknown {
  if (path === 'faults') return undefined;
  if (path === 'guest.bytes') return oneOf(random, SIZES);
  if (node.entries)
    return Object.fromEntries(
      Object.entries(node.entries).map(([name, part]) => [
        name,
        anyValue(random, part, path === '' ? name : `${path}.${name}`),
      ]),
    );
  if (random.below(3) === 0) return undefined;
  if (Object.hasOwn(KNOB_RANGES, path))
    return anyWhole(random, KNOB_RANGES[path as keyof typeof KNOB_RANGES]);
  if (node.wrapped) return anyValue(random, node.wrapped, path);
  if (node.options) return oneOf(random, node.options);
  return random.below(2) === 0;
}

/** A fault of `kind`, as it is written in a link. */
function anyFault(random: Random, kind: FaultKind, pages: number): string {
  const { arg, otherwise } = FAULTS[kind];
  const first = random.below(pages + 1);
  const values = {
    none: '',
    time: `=${random.below(40_000)}us`,
    number: `=${oneOf(random, [0, 1, 5, 100, 511, 1_000_000])}`,
    pages: `=0x${first.toString(16)}+${1 + random.below(pages)}`,
  };
  const value = otherwise !== null && random.below(3) === 0 ? '' : values[arg];
  const when = oneOf(random, [
    `#${random.below(30_000)}`,
    `${random.below(60_000)}us`,
    `${oneOf(random, PHASES)}+${random.below(8000)}us`,
  ]);
  return `${kind}${value}@${when}`;
}

/** A valid scenario. `kinds` are the faults that it may have, up to four of them; none when empty. Throws when the schema refuses
 *  what was made of it: then this file no longer knows the schema. */
export function anyScenario(random: Random, kinds: readonly FaultKind[] = FAULT_KINDS): Scenario {
  const input = anyValue(random, scenarioSchema as unknown as Node, '') as { guest: { bytes: number } };
  const count = kinds.length === 0 ? 0 : random.below(5);
  const faults = Array.from({ length: count }, () =>
    anyFault(random, oneOf(random, kinds), input.guest.bytes / 4096),
  );
  const scenario = parseScenario(stripped({ ...input, faults: faults.join('; ') }));
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return scenario.value;
}

/** Without what is undefined: the schema takes a missing part, not an undefined one. */
const stripped = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
