/** Guards the checks on screen: what a frame says of pages, folios and EEXIST is what a count of the state finds, and in postcopy
 *  every page is in exactly one place. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { K } from '../event/event.ts';
import { IN_FLIGHT, PMD_HUGE, RECEIVED, TO_SEND } from '../event/pageword.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { simulate } from '../sim/run.ts';
import { Viewer } from './frame.ts';
import { Replica } from './replica.ts';

const RUNS: readonly [string, Record<string, unknown>][] = [
  ['qemu-as-mailed', { faults: 'cut=2ms@postcopy+1ms' }],
  ['qemu-as-coded', { 'guest.zeroPages': 30, faults: 'pressure@postcopy+1ms' }],
  ['qemu-no-nohugepage', {}],
  ['qemu-preempt', { faults: 'write=0x10+64@postcopy; dontneed=0x400+600@postcopy+2ms; pressure@cleanup' }],
  ['criu-2017', {}],
  ['criu-thp-disable', { faults: 'dontneed=0x100+64@lazy+1ms' }],
];
const tiles = { first: 0, count: 1, sub: 16 } as const;

it.each(RUNS)('%s %o', (id, overrides) => {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 16 << 20, ...overrides }) : preset;
  if (!made.ok) throw new Error(made.problem.message);
  const { recorder } = simulate(made.value as Scenario);
  const viewer = new Viewer(recorder);
  const { columns, keyframes } = recorder;
  const replica = new Replica(columns, keyframes, recorder.state.pages, recorder.state.folios !== null);
  fc.assert(
    fc.property(fc.nat(columns.length), (step) => {
      const s = replica.seek(step);
      const { state, phase } = viewer.frame({
        step,
        lens: 'migration',
        src: tiles,
        dst: tiles,
        inspect: null,
      });
      let received = 0;
      let inFlight = 0;
      let atSource = 0;
      for (let p = 0; p < s.pages; p++) {
        const a = s.src.words[p]!;
        if (s.dst.words[p]! & RECEIVED) received++;
        if (a & IN_FLIGHT) inFlight++;
        if (a & TO_SEND) atSource++;
      }
      expect(state.accounts).toEqual({ received, inFlight, atSource });
      if (phase === 'postcopy' && state.lost === 0 && s.counts[K.INJECT] === 0)
        expect(received + inFlight + atSource).toBe(s.pages);
      const held = [s.src, s.dst].map((side) => {
        let pages = 0;
        side.pieces.forEach((n, r) => {
          if (n > 0 && side.pmd[r] !== PMD_HUGE) pages += 512 - n;
        });
        return pages * 4;
      });
      expect(state.held).toEqual(held);
      let eexist = 0;
      for (let n = 0; n < step; n++) if (columns.kind(n) === K.EEXIST) eexist++;
      expect(state.eexist).toBe(eexist);
    }),
    { numRuns: 40, seed: 5 },
  );
});
