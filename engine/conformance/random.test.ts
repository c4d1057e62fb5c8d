/** Random scripts on the engine: the laws of FACTS E5 after every operation, replay equal to the machine. Seeds are shrunk by
 *  fast-check towards the first, scripts by `npm run conformance -- --random`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkState } from '../check/invariants.ts';
import { errnoName } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { fold } from '../event/fold.ts';
import { type Host, WAITING } from '../event/pageword.ts';
import { MemoryState } from '../event/state.ts';
import { Recorder } from '../log/recorder.ts';
import { layOut } from '../script/layout.ts';
import { ScriptMachine } from '../script/machine.ts';
import { parseScript } from '../script/parse.ts';
import { regionState } from '../script/state.ts';
import { randomScript } from './random.ts';

/** Runs the script of a seed, checking after every operation, and describing all memory after one in eight, others for each
 *  seed; null when the seed has no valid script. */
function runChecked(seed: number): ScriptMachine | null {
  const parsed = parseScript(randomScript(seed));
  if (!parsed.ok) return null;
  const machine = new ScriptMachine(parsed.value, new Recorder(layOut(parsed.value).pages));
  for (let op = seed; !machine.done; op++) {
    machine.step(op % 8 === 0);
    checkState(machine.out.state);
  }
  return machine;
}

describe('random scripts', () => {
  it('keep every law after every operation', () => {
    let ran = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
        if (runChecked(seed)) ran++;
      }),
      { numRuns: 1100, seed: 20170524 },
    );
    expect(ran).toBeGreaterThan(1000);
  }, 600_000);

  it('are the same log twice, and the log alone gives the same state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
        const machine = runChecked(seed);
        const again = runChecked(seed);
        if (!machine || !again) return;
        const { columns } = machine.out;
        expect(again.out.columns.digest()).toBe(columns.digest());
        const state = new MemoryState(machine.layout.pages);
        state.trackFolios();
        for (let n = 0; n < columns.length; n++)
          fold(state, columns.kind(n), ((columns.who(n) >>> 4) & 1) as Host, columns.page(n), columns.arg(n));
        expect(state.dst.words).toEqual(machine.mm.side.words);
        expect(state.dst.vmas.list).toEqual(machine.mm.side.vmas.list);
        expect(state.dst.frames).toEqual(machine.mm.side.frames);
        expect(state.folios).toEqual(machine.out.state.folios);
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 600_000);

  it('two sleepers on one page wake by an event, and the log alone knows who still sleeps', () => {
    const parsed = parseScript(
      'mmap A 2m\nuffd-open\nuffd-register A 0 2m missing\nread A 3p\nwrite A 3p 5\nuffd-wake A 3p 1p\n',
    );
    if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
    const machine = new ScriptMachine(parsed.value, new Recorder(layOut(parsed.value).pages));
    while (!machine.done) machine.step();
    const { columns, state: live } = machine.out;
    const state = new MemoryState(machine.layout.pages);
    state.trackFolios();
    for (let n = 0; n < columns.length; n++)
      fold(state, columns.kind(n), ((columns.who(n) >>> 4) & 1) as Host, columns.page(n), columns.arg(n));
    expect([state.dst.words[3], state.waiting]).toEqual([live.dst.words[3], live.waiting]);
    expect([live.dst.words[3]! & WAITING, live.waiting]).toEqual([WAITING, 2]);
  });

  it('the log holds the error that the line names', () => {
    const parsed = parseScript('mmap A 2m\nuffd-register A 0 2m missing\nmadvise A 1 4k DONTNEED\n');
    if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
    const machine = new ScriptMachine(parsed.value, new Recorder(layOut(parsed.value).pages));
    const told: (string | undefined)[] = [];
    while (!machine.done) told.push(machine.step().err);
    const { columns } = machine.out;
    const logged: string[] = [];
    for (let n = 0; n < columns.length; n++)
      if (columns.kind(n) === K.OP_RETURN && columns.arg(n)) logged.push(errnoName(columns.arg(n)));
    expect(logged).toEqual(['EBADF', 'EINVAL']);
    expect(told).toEqual([undefined, ...logged]);
  });

  it('what is printed covers each region once, page by page', () => {
    const machine = runChecked(3)!;
    for (const region of machine.layout.regions.values()) {
      const { pages } = regionState(machine.mm, region);
      let next = 0;
      for (const run of pages) {
        expect(run.p).toBe(next);
        next += run.n;
      }
      expect(next).toBe(region.len);
    }
  });
});
