/** Guards that a step shows the same whichever way one comes to it: at once, step by step, along any path, in and out of branches
 *  that are open at the same time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from '../base/digest.ts';
import { MIB } from '../base/units.ts';
import type { MemoryState } from '../event/state.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { type Run, simulate } from '../sim/run.ts';
import { Replica } from './replica.ts';

function run(id: string, seed: number, faults: string): Run {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const scenario = withOverrides(preset.value, { 'guest.bytes': 8 * MIB, 'guest.seed': seed, faults });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return simulate(scenario.value);
}

const replicaOf = ({ recorder: { columns, keyframes, state } }: Run): Replica =>
  new Replica(columns, keyframes, state.pages, state.folios !== null);

/** All of a state that a screen can show. */
function digestOf(s: MemoryState): string {
  const d = new Digest();
  for (const side of [s.src, s.dst]) {
    for (const column of [side.words, side.pmd, side.pieces]) d.column(column, column.length);
  }
  const { phase, waiting, toSend, received, inFlight, lost, stale, delivered } = s;
  const flags = [s.src, s.dst].map((side) => side.vmas.list.map((v) => [v.start, v.end, v.flags]));
  return (
    d.hex() + JSON.stringify([phase, waiting, toSend, received, inFlight, lost, stale, delivered, flags])
  );
}

const families = fc.record({
  id: fc.constantFrom('qemu-as-mailed', 'qemu-no-nohugepage', 'qemu-preempt', 'criu-2017'),
  seed: fc.nat(1000),
  forks: fc.array(
    fc.tuple(
      fc.constantFrom('khugepaged', 'pressure', 'fragment=0', 'write=0x20+3', 'collapse=0x200+1'),
      fc.nat(),
    ),
    { minLength: 1, maxLength: 2 },
  ),
  path: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 4, maxLength: 24 }),
});

describe('seeking', () => {
  it('to a step is the same from anywhere, in and out of branches', () => {
    fc.assert(
      fc.property(families, ({ id, seed, forks, path }) => {
        const parent = run(id, seed, '');
        const length = parent.recorder.columns.length;
        const steps = forks.map(([, at]) => at % length);
        const branches = [parent, ...forks.map(([fault], i) => run(id, seed, `${fault}@#${steps[i]}`))];
        const open = branches.map(replicaOf);
        for (const [which, to] of path) {
          const b = which % branches.length;
          const made = branches[b]!;
          const step = to % (made.recorder.columns.length + 1);
          const seen = digestOf(open[b]!.seek(step));
          expect(digestOf(replicaOf(made).seek(step))).toBe(seen);
          // Up to the fork a branch is its parent.
          if (b > 0 && step <= steps[b - 1]!) expect(digestOf(open[0]!.seek(step))).toBe(seen);
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('is as many single steps, forward and back', () => {
    fc.assert(
      fc.property(families, fc.nat(), fc.integer({ min: 1, max: 40 }), ({ id, seed }, at, by) => {
        const made = run(id, seed, 'khugepaged@#900');
        const from = at % (made.recorder.columns.length - by);
        const walker = replicaOf(made);
        walker.seek(from);
        for (let n = 1; n <= by; n++) walker.seek(from + n);
        expect(digestOf(walker.state)).toBe(digestOf(replicaOf(made).seek(from + by)));
        for (let n = by - 1; n >= 0; n--) walker.seek(from + n);
        expect(digestOf(walker.state)).toBe(digestOf(replicaOf(made).seek(from)));
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
