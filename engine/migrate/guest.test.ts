/** Guards the guest: what it never writes, tasks that go on while others wait, a throttled vCPU, and that pacing keeps its times. */
import { describe, expect, it } from 'vitest';
import { MIB, MS, PMD_PAGES, SECOND } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { K } from '../event/event.ts';
import { HOST_DST, HOST_SRC, PRESENT } from '../event/pageword.ts';
import { Recorder } from '../log/recorder.ts';
import { madviseHugepage } from '../mm/madvise.ts';
import { uffdCopy } from '../mm/mfill.ts';
import { Mm } from '../mm/mm.ts';
import { System } from '../mm/system.ts';
import { uffdRegister } from '../mm/userfaultfd.ts';
import { parseScenario, type Scenario, type ScenarioInput } from '../scenario/schema.ts';
import { simulate } from '../sim/run.ts';
import { ASYNC_TASKS, Guest } from './guest.ts';

const BY = 0x13;

function scenarioOf(guest: Partial<ScenarioInput['guest']>, rest: Partial<ScenarioInput> = {}): Scenario {
  const made = parseScenario({
    ...rest,
    guest: { bytes: 16 * MIB, vcpus: 1, workload: 'uniform', ...guest },
  });
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

/** A guest and its two hosts, memory mapped; `asked` are the pages it sleeps for. */
function guestOf(scenario: Scenario) {
  const out = new Recorder(scenario.guest.bytes / 4096);
  const src = new Mm(out, HOST_SRC, new System());
  const dst = new Mm(out, HOST_DST, new System());
  out.emit(K.MMAP, 0, 0, src.pages, -1);
  madviseHugepage(src, 0, src.pages, 0, -1);
  out.emit(K.MMAP, BY, 0, dst.pages, -1);
  uffdRegister(dst, 0, dst.pages, BY, -1);
  const asked: number[] = [];
  const guest = new Guest(scenario, src, dst, (page) => asked.push(page));
  return { out, src, dst, guest, asked };
}

describe('zero pages', () => {
  it.each([1, 25, 60, 99, 100])(
    'of 100 pages %i are never written: whole regions and runs within',
    (percent) => {
      const { guest, src, out } = guestOf(
        scenarioOf({ bytes: 64 * MIB, zeroPages: percent, dirtyRate: 2000 * MIB }),
      );
      while (!guest.isBooted) guest.boot();
      for (let cpu = 0, now = guest.firstStep(0, 0); now < 50 * MS; ) now = guest.step(cpu, now);
      const zero = src.version.filter((v) => v === 0).length;
      expect(zero / src.pages).toBeCloseTo(percent / 100, 2);
      const present = [...src.side.words.keys()].filter(
        (p) => src.side.words[p]! & PRESENT && src.version[p] === 0,
      ).length;
      if (percent < 100) expect(present).toBeGreaterThan(0);
      // Half of them were never touched at all, in whole regions.
      const untouched = Math.floor((out.state.regions * percent) / 200) * PMD_PAGES;
      expect(zero - present).toBeGreaterThanOrEqual(untouched);
      checkState(out.state);
    },
  );

  it('a migration sends them as zero pages and loses none', () => {
    const { counters, verdict } = simulate(scenarioOf({ zeroPages: 40 }));
    expect(counters.duplicate!).toBeGreaterThan(1000);
    expect(verdict).toMatchObject({ lostPages: 0, stalePages: 0, aborted: false });
  });
});

describe('async page faults (F15)', () => {
  it('without them the vCPU sleeps at the first hole; with them when all tasks wait, and only that is blocktime', () => {
    for (const asyncPf of [false, true]) {
      const { guest, asked, dst, out } = guestOf(scenarioOf({ asyncPf, dirtyRate: 100 * MIB }));
      guest.host = HOST_DST;
      let now = guest.firstStep(0, 0);
      while (now !== Infinity) now = guest.step(0, now);
      expect(asked).toHaveLength(asyncPf ? ASYNC_TASKS : 1);
      expect(out.state.counts[K.ASYNC_PF]).toBe(asyncPf ? ASYNC_TASKS - 1 : 0);
      expect(out.state.waiting).toBe(asked.length);
      const woken: number[] = [];
      uffdCopy(dst, asked[0]!, 1, false, BY, -1);
      out.emit(
        K.WAKE,
        BY,
        asked[0]!,
        guest.wake(asked[0]!, SECOND, (_, at) => woken.push(at)),
        -1,
      );
      expect(woken).toHaveLength(1);
      const { blocked } = guest;
      expect(blocked).toBeGreaterThan(0);
      // It runs: the page is touched again, and others wait without being blocktime.
      guest.step(0, woken[0]!);
      if (asyncPf) guest.wake(asked[1]!, 2 * SECOND, () => woken.push(0));
      expect([guest.blocked, woken.length]).toEqual([blocked, 1]);
    }
  });

  it('in a whole postcopy vCPUs are blocked for less time, and nothing is lost', () => {
    const run = (asyncPf: boolean) =>
      simulate(
        scenarioOf(
          { asyncPf, vcpus: 4, dirtyRate: 400 * MIB },
          { qemu: { mode: 'postcopy' }, wire: { bandwidth: 100 * MIB } },
        ),
      );
    const [without, withIt] = [run(false), run(true)];
    expect(withIt.counters['postcopy blocktime']).toBeLessThan(without.counters['postcopy blocktime']!);
    expect(withIt.counters['asyncpf.notPresent']).toBeGreaterThan(0);
    for (const r of [without, withIt]) expect(r.verdict).toMatchObject({ lostPages: 0, stalePages: 0 });
  });
});

it('a throttled vCPU waits longer between its writes', () => {
  const writes = (throttle: number): number => {
    const { guest, out } = guestOf(scenarioOf({ dirtyRate: 100 * MIB }));
    while (!guest.isBooted) guest.boot();
    guest.throttle = throttle;
    for (let now = guest.firstStep(0, 0); now < 100 * MS; ) now = guest.step(0, now);
    return out.state.counts[K.WRITE]!;
  };
  expect(writes(0) / writes(90)).toBeGreaterThan(8);
});

it('a guest that hardly writes waits for seconds, and never goes back in time', () => {
  const { guest } = guestOf(scenarioOf({ dirtyRate: 1000 }));
  let now = 0;
  for (let n = 0; n < 200; n++) {
    const next = guest.step(0, now);
    // Half a gap to one and a half, of 4,096 bytes at 1,000 a second.
    expect((next - now) / SECOND).toBeGreaterThan(n === 0 ? 0 : 2);
    expect((next - now) / SECOND).toBeLessThan(6.2);
    now = next;
  }
});

it('reads on the source are not writes: read-mostly and database', () => {
  for (const workload of ['read-mostly', 'database'] as const) {
    const { guest, out, src } = guestOf(scenarioOf({ workload, dirtyRate: 50 * MIB }));
    while (!guest.isBooted) guest.boot();
    for (let now = guest.firstStep(0, 0); now < 100 * MS; ) now = guest.step(0, now);
    const [writes, reads] = [K.WRITE, K.READ].map((kind) => out.state.counts[kind]!) as [number, number];
    expect(writes).toBeGreaterThan(1000);
    expect(writes * 4096 * 10).toBeCloseTo(50 * MIB, -7);
    expect(reads / writes).toBeGreaterThan(0.9);
    expect(src.version.reduce((sum, v) => sum + v - 1, 0)).toBe(writes);
  }
});

it('a trace is written at its times, by all vCPUs, and goes on where it was after a stop', () => {
  const { guest, out } = guestOf(scenarioOf({ vcpus: 2, dirtyRate: 1 }));
  while (!guest.isBooted) guest.boot();
  guest.replay({
    time: Float64Array.of(0, 100_000, 200_000, 300_000),
    page: Uint32Array.of(1, 2, 3, 4),
    period: 400_000,
  });
  const at = [0, 1].map((cpu) => guest.firstStep(cpu, 1_000_000));
  expect(at).toEqual([1_000_000, 1_100_000]);
  at.forEach((now, cpu) => {
    at[cpu] = guest.step(cpu, now);
  });
  expect(at).toEqual([1_200_000, 1_300_000]);
  expect([0, 1].map((cpu) => guest.firstStep(cpu, 5_000_000))).toEqual([5_000_000, 5_000_000]);
  const { columns } = out;
  const written: number[] = [];
  for (let n = 0; n < columns.length; n++) if (columns.kind(n) === K.WRITE) written.push(columns.page(n));
  expect(written).toEqual([1, 2]);
});
