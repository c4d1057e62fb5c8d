/** Guards that a branch names its parent, that trees hold every branch once, and that runs are alike up to the fork. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whole } from '../../engine/base/work.ts';
import { divergence } from '../../engine/compare/divergence.ts';
import { findPreset, withOverrides } from '../../engine/index.ts';
import { simulate } from '../../engine/sim/run.ts';
import type { PresetChoice } from './choice.ts';
import { type Branch, faultsOf, forkStep, keyOf, parentOf, treesOf } from './tree.ts';

const choices = fc
  .record({
    preset: fc.constantFrom('qemu-as-mailed', 'criu-2017', 'qemu-as-coded'),
    seed: fc.option(fc.constantFrom(7, 8)),
    faults: fc.array(
      fc.tuple(
        fc.constantFrom('khugepaged', 'pressure', 'fragment=0', 'write=0x20+3'),
        fc.constantFrom('#100', '#2000', '1ms'),
      ),
      { maxLength: 4 },
    ),
  })
  .map(
    ({ preset, seed, faults }): PresetChoice => ({
      kind: 'preset',
      preset,
      overrides: {
        ...(seed === null ? {} : { 'guest.seed': seed }),
        ...(faults.length === 0
          ? {}
          : { faults: faults.map(([what, when]) => `${what}@${when}`).join('; ') }),
      },
    }),
  );

const all = (branches: readonly Branch[]): Branch[] => branches.flatMap((b) => [b, ...all(b.children)]);

describe('branches', () => {
  it('lead back to the preset, one fault at a time and then the knobs', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        let at: PresetChoice | null = choice;
        let left = faultsOf(choice).length;
        while (at && Object.keys(at.overrides).length > 0) {
          const parent = parentOf(at);
          expect(parent?.preset).toBe(choice.preset);
          if (left > 0) expect(faultsOf(parent!)).toEqual(faultsOf(choice).slice(0, --left));
          at = parent;
        }
        expect(at && parentOf(at)).toBeNull();
      }),
    );
  });

  it('are in the trees once, under their parents', () => {
    fc.assert(
      fc.property(fc.array(choices, { maxLength: 8 }), (visited) => {
        const trees = treesOf(visited);
        const branches = all(trees);
        const keys = branches.map((b) => b.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(visited.every((choice) => keys.includes(keyOf(choice)))).toBe(true);
        for (const b of branches)
          for (const child of b.children) expect(keyOf(parentOf(child.choice)!)).toBe(b.key);
        expect(trees.every((root) => parentOf(root.choice) === null)).toBe(true);
      }),
    );
  });

  it('run like their parents up to the fork', () => {
    fc.assert(
      fc.property(choices, (given) => {
        const child = { ...given, overrides: { ...given.overrides, 'guest.bytes': 8 << 20 } };
        const parent = parentOf(child);
        if (!parent || faultsOf(child).length === 0) return;
        const fork = forkStep(parent, child);
        const [a, b] = [parent, child].map(logOf) as [ReturnType<typeof logOf>, ReturnType<typeof logOf>];
        const apart = whole(divergence(a, b));
        if (fork !== null && apart)
          expect(Math.min(apart.step, apart.late ?? apart.step)).toBeGreaterThanOrEqual(
            Math.min(fork, a.length),
          );
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('part where the first of the faults strikes that only one of them has', () => {
    const branch = (faults: string): PresetChoice => ({
      kind: 'preset',
      preset: 'qemu-as-mailed',
      overrides: { faults },
    });
    expect(forkStep(branch('pressure@#10; khugepaged@#300'), branch('pressure@#10; cut@#200'))).toBe(200);
    expect(forkStep(branch('pressure@#10'), branch('pressure@#10'))).toBe(Number.POSITIVE_INFINITY);
    expect(forkStep(branch('pressure@#10'), branch('pressure@#10; pressure@#10'))).toBe(10);
    expect(forkStep(branch('pressure@#10'), branch('pressure@1ms'))).toBeNull();
    expect(forkStep(branch('pressure@#10'), { ...branch('pressure@#10'), preset: 'criu-2017' })).toBeNull();
  });
});

function logOf({ preset, overrides }: PresetChoice) {
  const found = findPreset(preset);
  const scenario = found.ok ? withOverrides(found.value, overrides) : found;
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return simulate(scenario.value).recorder.columns;
}
