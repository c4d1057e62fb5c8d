/** Guards numbers that stand packed in a log: who did it, and what `arg` holds. */
import { expect, it } from 'vitest';
import { actorOf, cpuOf, hostOf, onHost, ownerOf, who } from './actor.ts';
import { movedFrom, movedPages, OLD_PAGES, refusal, refusedErrno, refusedPages } from './arg.ts';
import { MIG_REASONS, MIG_STATES, migArg, migReason, migState } from './migstate.ts';
import { bitName, bitNames, HOST_DST, HOST_SRC } from './pageword.ts';

it('an actor, its host and its vCPU come out as they went in, and move to the other host alone', () => {
  for (const [actor, host, cpu] of [
    [0, 0, 0],
    [15, 1, 7],
    [9, 0, 5],
  ] as const) {
    const w = who(actor, host, cpu);
    expect([actorOf(w), hostOf(w), cpuOf(w)]).toEqual([actor, host, cpu]);
    for (const other of [0, 1]) expect(onHost(w, other)).toBe(who(actor, other, cpu));
  }
});

it('memory belongs to a guest or to a process', () => {
  expect((['qemu', 'tracking', 'criu', 'script'] as const).map(ownerOf)).toEqual([
    'guest',
    'guest',
    'process',
    'process',
  ]);
});

it('where pages moved from, how many, and the last of them that must be in the memory', () => {
  const arg = (511 << 24) | 0x1234;
  expect([movedFrom(arg), movedPages((255 << 24) | 7), OLD_PAGES.value((3 << 24) | 0x1234)]).toEqual([
    0x1234, 256, 0x1237,
  ]);
  expect(OLD_PAGES.max(0x1238)).toBe(0x1237);
});

it('a refusal holds its errno and its pages', () => {
  const arg = refusal(17, 300);
  expect([refusedErrno(arg), refusedPages(arg)]).toEqual([17, 300]);
});

it('a state of the migration holds its reason; what no migration has is none', () => {
  for (const state of MIG_STATES)
    for (const reason of MIG_REASONS)
      expect([migState(migArg(state, reason)), migReason(migArg(state, reason))]).toEqual([state, reason]);
  expect([migState(255), migReason(255 << 8)]).toEqual(['none', '']);
});

it('each bit has a name on each host, and there are 16', () => {
  for (const host of [HOST_SRC, HOST_DST] as const) {
    expect(bitNames(0xffff, host)).toHaveLength(16);
    expect(bitNames(0x10000, host)).toEqual([]);
    expect(bitName(16, host)).toBe('');
  }
});
