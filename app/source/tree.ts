/** Branches of a scenario. A choice shows what it branched from: without its last fault it is its parent, and without the
 *  knobs that were turned the preset. So a link holds a branch and all that it came from, and nothing else has to be stored. */
import { type Fault, findPreset, formatFaults, parseFaults } from '../../engine/index.ts';
import { type PresetChoice, turn } from './choice.ts';

export interface Branch {
  /** Equal keys are equal scenarios. */
  readonly key: string;
  readonly choice: PresetChoice;
  /** The fault that parts it from its parent; null where knobs do, or where there is no parent. */
  readonly fault: Fault | null;
  readonly children: readonly Branch[];
}

export const keyOf = ({ preset, overrides }: PresetChoice): string =>
  JSON.stringify([preset, Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** Faults of a choice, those of its preset among them. */
export function faultsOf({ preset, overrides }: PresetChoice): readonly Fault[] {
  const found = findPreset(preset);
  const text = overrides.faults ?? (found.ok ? found.value.scenario.faults : '');
  const faults = parseFaults(String(text));
  return faults.ok ? faults.value : [];
}

/** What a choice branched from, null for a preset as it is. */
export function parentOf(choice: PresetChoice): PresetChoice | null {
  const faults = faultsOf(choice);
  if (Object.hasOwn(choice.overrides, 'faults') && faults.length > 0) {
    const turned = turn(choice, { faults: formatFaults(faults.slice(0, -1)) });
    return 'code' in turned ? { ...choice, overrides: {} } : { ...choice, overrides: turned.overrides };
  }
  return Object.keys(choice.overrides).length > 0 ? { ...choice, overrides: {} } : null;
}

/** The trees of all that was visited, each from its preset on, in the order in which they were first seen. */
export function treesOf(visited: readonly PresetChoice[]): Branch[] {
  interface Growing extends Branch {
    readonly children: Growing[];
  }
  const roots: Growing[] = [];
  const known = new Map<string, Growing>();
  const grow = (choice: PresetChoice): Growing => {
    const key = keyOf(choice);
    const there = known.get(key);
    if (there) return there;
    const parent = parentOf(choice);
    const faults = faultsOf(choice);
    const byFault = parent !== null && faultsOf(parent).length < faults.length;
    const branch: Growing = { key, choice, fault: byFault ? (faults.at(-1) ?? null) : null, children: [] };
    known.set(key, branch);
    (parent ? grow(parent).children : roots).push(branch);
    return branch;
  };
  for (const choice of visited) grow(choice);
  return roots;
}

/** The step up to which two scenarios run alike because they differ in faults at steps alone; null when they may differ from
 *  the beginning, or by what happens at a phase or a time. */
export function forkStep(a: PresetChoice, b: PresetChoice): number | null {
  const knobs = ({ preset, overrides: { faults: _, ...rest } }: PresetChoice) =>
    keyOf({ kind: 'preset', preset, overrides: rest });
  if (knobs(a) !== knobs(b)) return null;
  const apart = [...without(faultsOf(a), faultsOf(b)), ...without(faultsOf(b), faultsOf(a))];
  let fork = Number.POSITIVE_INFINITY;
  for (const { when } of apart) {
    if (!('step' in when)) return null;
    fork = Math.min(fork, when.step);
  }
  return fork;
}

/** The faults of `these` that `those` do not have, or not so often. */
function without(these: readonly Fault[], those: readonly Fault[]): Fault[] {
  const left = those.map((fault) => formatFaults([fault]));
  return these.filter((fault) => {
    const i = left.indexOf(formatFaults([fault]));
    if (i >= 0) left.splice(i, 1);
    return i < 0;
  });
}
