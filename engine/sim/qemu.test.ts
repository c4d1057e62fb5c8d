/** Guards what each of QEMU's systems is there to show, what goes wrong and how it ends, and the laws at every step of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { MIB, MS, PAGE_BYTES, SECOND } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { PHASES } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { migReason, migState } from '../event/migstate.ts';
import { EPT, EPT_4K, HOST_SRC, IN_FLIGHT, LOST, PMD_HUGE, RECEIVED, TO_SEND } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import type { Columns } from '../log/columns.ts';
import { ASYNC_TASKS } from '../migrate/guest.ts';
import type { Qemu } from '../migrate/qemu/qemu.ts';
import { MSG_PAGE, MSG_ZERO, PAGE_ON_WIRE, SEND_BUFFER, Wire } from '../migrate/wire.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { checkedRun } from '../testing/laws.ts';
import { type Run, Simulation, simulate } from './run.ts';

const IDS = [
  'qemu-as-mailed',
  'qemu-as-coded',
  'qemu-no-nohugepage',
  'qemu-precopy',
  'qemu-postcopy-only',
  'qemu-preempt',
  'qemu-madvisev',
] as const;

function scenario(id: string, overrides: Record<string, unknown> = {}): Scenario {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const made = withOverrides(preset.value, overrides);
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

const run = (id: string, overrides: Record<string, unknown> = {}): Run => simulate(scenario(id, overrides));
const count = (r: Run, name: string): number => r.counters[name] ?? 0;

/** Numbers of all events of a kind. */
function eventsOf({ columns }: { columns: Columns }, kind: number): number[] {
  const found: number[] = [];
  for (let n = 0; n < columns.length; n++) if (columns.kind(n) === kind) found.push(n);
  return found;
}

/** States that one side went through. */
const statesOf = (r: Run, host: 0 | 1): string[] =>
  eventsOf(r.recorder, K.MIG_STATE)
    .filter((n) => ((r.recorder.columns.who(n) >>> 4) & 1) === host)
    .map((n) => migState(r.recorder.columns.arg(n)));

const phasesOf = (r: Run): string[] => r.phases.map((p) => p.name);
const phaseTime = (r: Run, name: string): number => r.phases.find((p) => p.name === name)?.timeNs ?? -1;

const SAFE = { lostPages: 0, stalePages: 0, flagsEqual: true, aborted: false };

/** Time between each userfault and its wake, ns, sorted. */
function blockTimes(r: Run): number[] {
  const { columns } = r.recorder;
  const since = new Map<number, number>();
  const times: number[] = [];
  for (let n = 0; n < columns.length; n++) {
    const page = columns.page(n);
    if (columns.kind(n) === K.UFFD_FAULT && !since.has(page)) since.set(page, columns.time(n));
    if (columns.kind(n) !== K.WAKE) continue;
    times.push(columns.time(n) - (since.get(page) ?? 0));
    since.delete(page);
  }
  return times.sort((a, b) => a - b);
}

const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? Number.NaN;

/** "transferred" by the log alone: what a ledger would do. */
function transferred(columns: Columns, steps: number): number {
  let bytes = 0;
  for (let n = 0; n < steps; n++) {
    const kind = columns.kind(n);
    if (kind === K.SEND) bytes += 4096 + 8;
    else if (kind === K.SEND_ZERO) bytes += 8 + 1;
    else if (kind === K.DISCARD_SEND) bytes += 16 * columns.arg(n) + 30;
    else if (kind === K.SECTION_END || kind === K.PACKAGE || kind === K.DEVICE) bytes += columns.arg(n);
  }
  return bytes;
}

/** E5.iv while postcopy stands still too: every page is received, at the source, or was under way: exactly one. */
function checkAccounts(s: MemoryState): void {
  const phase = PHASES[s.phase];
  if (phase !== 'postcopy' && phase !== 'paused' && phase !== 'recover') return;
  for (let p = 0; p < s.pages; p++) {
    const a = s.src.words[p]!;
    const b = s.dst.words[p]!;
    if (b & LOST) continue;
    const places = (b & RECEIVED ? 1 : 0) + (a & TO_SEND ? 1 : 0) + (a & IN_FLIGHT ? 1 : 0);
    if (places !== 1) throw new Error(`E5.iv: page ${p} is in ${places} places`);
  }
}

describe('precopy', () => {
  it('auto-converge slows the guest until what is left fits into the downtime limit; nobody needs userfaultfd', () => {
    const r = run('qemu-precopy');
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true, flagsAtEnd: '0-16383 hg' });
    expect(r.counters['wrong at resume']).toBe(0);
    for (const kind of ['uffd.open', 'uffd.register', 'uffd.copy', 'madvise.dontneed', 'postcopy.advise'])
      expect(r.counters[kind], kind).toBeUndefined();
    expect(r.counters['madvise.hugepage']).toBe(2);
    expect(phasesOf(r)).toEqual(['populate', 'precopy', 'stop', 'completed', 'khugepaged', 'end']);
    expect(statesOf(r, 0)).toEqual(['setup', 'active', 'device', 'completed']);
    expect(statesOf(r, 1)).toEqual(['active', 'completed']);
    expect(count(r, 'rounds')).toBeGreaterThan(3);
    expect(count(r, 'rounds')).toBe(count(r, 'precopy.roundBegin'));
    // One at the start, one a round, one with the guest stopped.
    expect(count(r, 'dirty sync count')).toBe(count(r, 'rounds') + 2);
    // The limit is for what is left, not for stopping, device state and starting.
    const { downtimeLimit } = scenario('qemu-precopy').qemu;
    expect(count(r, 'downtime')).toBeGreaterThan(downtimeLimit / 2);
    expect(count(r, 'downtime')).toBeLessThan(downtimeLimit + 20 * MS);
  });

  it('throttles by 20, then 10 more each, only after two bad periods of over a second, and stops (Q11)', () => {
    const r = run('qemu-precopy');
    const { columns } = r.recorder;
    const throttles = eventsOf(r.recorder, K.THROTTLE);
    const percents = throttles.map((n) => columns.arg(n));
    expect(percents.slice(0, -1)).toEqual(percents.slice(0, -1).map((_, i) => 20 + 10 * i));
    expect(percents.length).toBeGreaterThan(2);
    expect(percents.at(-1)).toBe(0);
    expect(count(r, 'throttle')).toBe(percents.at(-2));
    let before = phaseTime(r, 'precopy');
    for (const n of throttles.slice(0, -1)) {
      expect(columns.time(n) - before).toBeGreaterThan(2 * SECOND);
      before = columns.time(n);
    }
    // And the guest does slow down: writes a second before the first step and after the last.
    const writes = eventsOf(r.recorder, K.WRITE).map((n) => columns.time(n));
    const rate = (from: number, to: number) => writes.filter((t) => t >= from && t < to).length / (to - from);
    const first = columns.time(throttles[0]!);
    const last = columns.time(throttles.at(-2)!);
    const slower = rate(last, phaseTime(r, 'stop')) / rate(first - SECOND, first);
    expect(slower).toBeCloseTo(1 - count(r, 'throttle') / 100, 1);
  });

  it('without auto-converge it never ends, until somebody gives up; the guest loses nothing (H17)', () => {
    const r = run('qemu-precopy', { 'qemu.autoConverge': false });
    expect(phasesOf(r)).toEqual(['populate', 'precopy', 'cancelled', 'end']);
    expect(statesOf(r, 0)).toEqual(['setup', 'active', 'cancelled']);
    const last = eventsOf(r.recorder, K.MIG_STATE).findLast(
      (n) => migState(r.recorder.columns.arg(n)) === 'cancelled',
    );
    expect(migReason(r.recorder.columns.arg(last!))).toBe('it does not converge');
    expect(count(r, 'rounds')).toBe(30);
    expect(r.verdict).toMatchObject({ ...SAFE, flagsAtEnd: '0-16383 hg' });
    expect(count(r, 'migrate.throttle')).toBe(0);
  });

  it('the threshold is bandwidth by downtime limit (Q9): a longer limit ends it at once', () => {
    const r = run('qemu-precopy');
    const { columns } = r.recorder;
    const { bandwidth } = scenario('qemu-precopy').wire;
    for (const n of eventsOf(r.recorder, K.ESTIMATE).slice(1)) {
      expect(Math.abs(columns.arg(n) * 1024 - bandwidth)).toBeLessThan(bandwidth / 20);
      expect(columns.page(n)).toBe(Math.floor((columns.arg(n) * 1024 * 60) / 1000 / PAGE_BYTES));
    }
    const patient = run('qemu-precopy', { 'qemu.downtimeLimit': 2 * SECOND, 'qemu.autoConverge': false });
    expect(phasesOf(patient)).toContain('completed');
    expect(count(patient, 'downtime')).toBeGreaterThan(count(r, 'downtime') * 2);
  });

  it('a guest that does not write is copied in one round', () => {
    const r = run('qemu-precopy', { 'guest.dirtyRate': 0 });
    expect(r.verdict).toMatchObject(SAFE);
    expect(count(r, 'normal')).toBe(64 * 256);
    expect(count(r, 'rounds')).toBe(1);
  });
});

describe('cancel', () => {
  const cancelled = (era: string, when = 'precopy+300ms') =>
    run('qemu-precopy', { era, faults: `cancel@${when}`, 'guest.dirtyRate': 320 * MIB });
  const smallLeaves = (r: Run): number =>
    r.recorder.state.src.words.reduce((n, w) => n + ((w & (EPT | EPT_4K)) === (EPT | EPT_4K) ? 1 : 0), 0);

  it('today huge EPT leaves are recovered in place; the guest goes on at the source, which was huge all along (D10)', () => {
    const r = cancelled('modern');
    const s = r.recorder.state;
    expect(statesOf(r, 0)).toEqual(['setup', 'active', 'cancelling', 'cancelled']);
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true, flagsAtEnd: '0-16383 hg' });
    expect(count(r, 'ept.recover')).toBe(s.regions);
    expect([smallLeaves(r), s.src.pmd.every((pmd) => pmd === PMD_HUGE)]).toEqual([0, true]);
    expect([s.dirtyLog, s.toSend, s.dst.rss, s.dst.vmas.list.length, s.stale]).toEqual([0, 0, 0, 0, 0]);
    const { columns } = r.recorder;
    const after = eventsOf(r.recorder, K.WRITE).filter((n) => columns.time(n) > phaseTime(r, 'cancelled'));
    expect(after.length).toBeGreaterThan(100);
    expect(eventsOf(r.recorder, K.LOG_DIRTY).every((n) => columns.time(n) <= phaseTime(r, 'cancelled'))).toBe(
      true,
    );
    checkState(s);
  });

  it('in 2017 they are zapped, and come back by faults', () => {
    const r = cancelled('2017');
    const { columns } = r.recorder;
    expect(count(r, 'ept.recover')).toBe(0);
    const back = eventsOf(r.recorder, K.EPT_MAP).filter(
      (n) => columns.arg(n) === 2 && columns.time(n) > phaseTime(r, 'cancelled'),
    );
    expect(back.length).toBeGreaterThan(0);
    expect(back.length).toBeLessThanOrEqual(r.recorder.state.regions);
    expect(smallLeaves(r)).toBe(0);
  });

  it('while the guest is stopped for completion: it goes on at the source', () => {
    const r = run('qemu-precopy', { faults: 'cancel@stop+1ms' });
    expect(phasesOf(r)).toEqual(['populate', 'precopy', 'stop', 'cancelled', 'end']);
    const runs = eventsOf(r.recorder, K.VM_RUN);
    expect(runs.map((n) => (r.recorder.columns.who(n) >>> 4) & 1)).toEqual([HOST_SRC]);
    expect(r.verdict).toMatchObject(SAFE);
    const { columns } = r.recorder;
    const after = eventsOf(r.recorder, K.WRITE).filter((n) => columns.time(n) > phaseTime(r, 'cancelled'));
    expect(after.length).toBeGreaterThan(100);
  });

  it('means nothing once postcopy has begun', () => {
    const r = run('qemu-as-coded', { faults: 'cancel@postcopy+1ms' });
    expect(r.counters['fault.inject']).toBe(1);
    expect(phasesOf(r)).not.toContain('cancelled');
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
  });
});

describe('start-postcopy', () => {
  it('in a precopy that does not converge: the switch comes at once, and nothing is lost (Q10)', () => {
    const r = run('qemu-precopy', { 'qemu.autoConverge': false, faults: 'postcopy@precopy+3s' });
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
    expect(phasesOf(r)).toContain('postcopy');
    expect(phaseTime(r, 'stop') - phaseTime(r, 'precopy')).toBeLessThan(3.1 * SECOND);
    expect(count(r, 'postcopy.advise')).toBe(1);
    expect(count(r, 'uffd.copy')).toBe(count(r, 'discarded pages'));
  });

  it('in the middle of the first pass: what was never sent is discarded and fetched too (Q18)', () => {
    const r = run('qemu-as-coded', { faults: 'postcopy@precopy+10ms' });
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
    expect(count(r, 'discarded pages')).toBeGreaterThan(8000);
  });
});

describe('postcopy only', () => {
  it('one run covers all memory, nothing is split, and each page is sent once', () => {
    const r = run('qemu-postcopy-only');
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true, wastedBytes: 0 });
    expect(r.counters['discarded pages']).toBe(64 * 256);
    expect(count(r, 'discard.send')).toBe(1);
    expect([count(r, 'discard calls'), count(r, 'tlb flushes'), count(r, 'pmd.split')]).toEqual([1, 0, 0]);
    expect(count(r, 'normal')).toBe(64 * 256);
    expect([count(r, 'rounds'), count(r, 'ram.load')]).toEqual([0, 0]);
  });

  it('the background goes on behind the page that was asked for (Q31)', () => {
    const { columns } = run('qemu-postcopy-only').recorder;
    const sends = eventsOf({ columns }, K.SEND);
    const sent = new Set<number>();
    let jumps = 0;
    sends.forEach((n, i) => {
      const page = columns.page(n);
      sent.add(page);
      const next = sends[i + 1];
      if (columns.cause(n) === NO_CAUSE || next === undefined || columns.cause(next) !== NO_CAUSE) return;
      let behind = page + 1;
      while (sent.has(behind)) behind++;
      if (behind < 64 * 256) expect(columns.page(next)).toBe(behind);
      jumps++;
    });
    expect(jumps).toBeGreaterThan(20);
  });

  it('NOHUGEPAGE is not needed, even when khugepaged comes at the worst moment', () => {
    const knobs = {
      'qemu.nohugepage': false,
      'khugepaged.wake': 'before-register',
      'khugepaged.pagesToScan': 1 << 22,
    };
    const r = run('qemu-postcopy-only', knobs);
    expect(count(r, 'madvise.nohugepage')).toBe(0);
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
    expect(r.counters['wrong at resume']).toBe(0);
    // The same after a precopy pass loses pages: it is the pass that makes the difference.
    expect(run('qemu-no-nohugepage').verdict.lostPages).toBeGreaterThan(0);
  });
});

describe('preempt', () => {
  it('a page that a vCPU waits for comes several times sooner, because it overtakes what is in the socket (Q33, Q34)', () => {
    const fast = blockTimes(run('qemu-preempt'));
    const slow = blockTimes(run('qemu-preempt', { 'qemu.preempt': false }));
    const { bandwidth, latency } = scenario('qemu-preempt').wire;
    const queue = (SEND_BUFFER / bandwidth) * SECOND;
    expect(Math.min(fast.length, slow.length)).toBeGreaterThan(50);
    expect(median(slow)).toBeGreaterThan(queue);
    expect(median(fast)).toBeGreaterThan(2 * latency);
    expect(median(fast)).toBeLessThan(queue / 3);
    expect(median(slow) / median(fast)).toBeGreaterThan(5);
  });

  it('both are safe, and both channels together do not carry more than the link', () => {
    for (const preempt of [true, false]) {
      const r = run('qemu-preempt', { 'qemu.preempt': preempt });
      expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
      const { columns } = r.recorder;
      const delivered = eventsOf(r.recorder, K.DELIVER).filter(
        (n) => columns.time(n) > phaseTime(r, 'postcopy'),
      );
      const bytes = delivered.reduce((sum, n) => sum + columns.arg(n), 0);
      const seconds = (columns.time(delivered.at(-1)!) - phaseTime(r, 'stop')) / SECOND;
      expect(bytes / seconds).toBeLessThan(scenario('qemu-preempt').wire.bandwidth * 1.01);
    }
  });

  it('two threads place the same page: the second gets EEXIST, and the received bitmap says that all is well (H30)', () => {
    const s = new Simulation(scenario('qemu-preempt'));
    const { dst, migration } = s.machine;
    const { forward, urgent } = (migration as Qemu).channels;
    while (s.recorder.state.counts[K.COPY]! < 100) s.next(1);
    const page = eventsOf(s.recorder, K.COPY).map((n) => s.recorder.columns.page(n))[50]!;
    for (const wire of [forward, urgent!]) {
      wire.put(MSG_PAGE, page, dst.version[page]!, NO_CAUSE, PAGE_ON_WIRE, s.recorder.now);
      wire.put(MSG_ZERO, page, 0, NO_CAUSE, PAGE_ON_WIRE, s.recorder.now);
    }
    while (!s.next());
    const r = s.finish();
    expect(count(r, 'uffd.eexist')).toBe(4);
    expect(count(r, 'migrate.abort')).toBe(0);
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
  });

  it('max-postcopy-bandwidth holds the background back, and not what is asked for (Q32)', () => {
    const limit = 40 * MIB;
    const knobs = { 'qemu.postcopyBandwidth': limit, 'guest.bytes': 128 * MIB };
    for (const preempt of [true, false]) {
      const r = run('qemu-preempt', { ...knobs, 'qemu.preempt': preempt });
      const { columns } = r.recorder;
      const from = phaseTime(r, 'listen');
      const background = eventsOf(r.recorder, K.SEND).filter(
        (n) => columns.time(n) > from && columns.cause(n) === NO_CAUSE,
      );
      const windows = (columns.time(background.at(-1)!) - from) / (100 * MS);
      expect(windows).toBeGreaterThan(1);
      expect(background.length * PAGE_ON_WIRE).toBeLessThanOrEqual(
        (Math.ceil(windows) + 1) * (limit / 10 + PAGE_ON_WIRE),
      );
      expect(median(blockTimes(r))).toBeLessThan(10 * MS);
      expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
    }
  });
});

describe('the flood', () => {
  const flood = (discard: string, more: Record<string, unknown> = {}) =>
    run('qemu-madvisev', { 'qemu.discard': discard, ...more });

  it.each(['measured', 'measured-busy', 'published'])(
    'a call a page, a call a run, a vector: fewer calls, fewer flushes and less time each (%s)',
    (costs) => {
      const [pages, runs, vector] = ['pages', 'runs', 'vector'].map((d) => flood(d, { costs })) as [
        Run,
        Run,
        Run,
      ];
      for (const name of ['discard calls', 'tlb flushes', 'discard time'])
        expect(
          [count(pages, name) > count(runs, name), count(runs, name) > count(vector, name)],
          name,
        ).toEqual([true, true]);
      for (const r of [pages, runs, vector]) {
        expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
        expect(count(r, 'tlb flushes')).toBe(count(r, 'tlb.flush'));
        expect(phaseTime(r, 'listen') - phaseTime(r, 'discard')).toBeGreaterThanOrEqual(
          count(r, 'discard time'),
        );
      }
      expect(count(pages, 'discard calls')).toBe(count(pages, 'discarded pages'));
      if (costs === 'measured-busy')
        expect(count(runs, 'discard time') / count(vector, 'discard time')).toBeGreaterThan(10);
    },
  );

  it('a vector has at most 1,024 ranges and one flush, and drops exactly what runs drop', () => {
    const vector = flood('vector');
    const { columns } = vector.recorder;
    const calls = eventsOf(vector.recorder, K.MADVISEV);
    const ranges = eventsOf(vector.recorder, K.DISCARD_RECV).reduce((sum, n) => sum + columns.arg(n), 0);
    expect(calls.map((n) => columns.arg(n)).reduce((a, b) => a + b)).toBe(ranges);
    expect(calls.slice(0, -1).every((n) => columns.arg(n) === 1024)).toBe(true);
    expect(calls.length).toBe(Math.ceil(ranges / 1024));
    for (const call of calls) {
      const flushes = eventsOf(vector.recorder, K.TLB_FLUSH).filter((n) => columns.cause(n) === call);
      expect(flushes.length).toBe(1);
    }
    const zapped = (r: Run) =>
      eventsOf(r.recorder, K.ZAP).map((n) => [r.recorder.columns.page(n), r.recorder.columns.arg(n)]);
    // By time the guest stops, both runs have had the same events.
    expect(zapped(vector)).toEqual(zapped(flood('runs')));
    expect(count(vector, 'madvise.dontneed')).toBe(1);
  });

  it('2017 has no such call: one madvise a run', () => {
    const r = flood('vector', { era: '2017' });
    expect(count(r, 'madvise.vector')).toBe(0);
    expect(count(r, 'discard calls')).toBe(count(flood('runs', { era: '2017' }), 'discard calls'));
  });
});

describe('zero pages', () => {
  /** A guest of which two pages of three, and every odd region, were never written. */
  function withZeroes(id: string, overrides: Record<string, unknown> = {}): Run {
    const s = new Simulation(scenario(id, overrides));
    while (!s.machine.guest.isBooted) s.next(1);
    const { version } = s.machine.src;
    for (let p = 0; p < version.length; p++) if (p % 3 !== 0 || (p >> 9) & 1) version[p] = 0;
    while (!s.next());
    checkState(s.recorder.state);
    return s.finish();
  }

  it('take nine bytes, are looked at and not written: whole zero regions become the huge zero page (Q4, Q14, F3)', () => {
    const full = run('qemu-precopy', { 'guest.dirtyRate': 0 });
    const r = withZeroes('qemu-precopy', { 'guest.dirtyRate': 0 });
    expect(r.verdict).toMatchObject(SAFE);
    expect(count(r, 'duplicate') + count(r, 'normal')).toBe(count(full, 'normal'));
    expect(count(r, 'transferred')).toBeLessThan(count(full, 'transferred') / 3);
    expect(count(r, 'fault.hugeZero')).toBeGreaterThanOrEqual(16);
    expect(r.recorder.state.dst.huge).toBe(16);
    expect(count(r, 'ram.loadZero')).toBe(count(r, 'duplicate'));
    // And of a guest that was made so.
    const half = run('qemu-precopy', { 'guest.dirtyRate': 0, 'guest.zeroPages': 50 });
    expect([count(half, 'duplicate'), count(half, 'normal')]).toEqual([32 * 256, 32 * 256]);
  });

  it('in postcopy they are placed by UFFDIO_ZEROPAGE (Q26)', () => {
    const r = withZeroes('qemu-postcopy-only');
    expect(r.verdict).toMatchObject(SAFE);
    expect(count(r, 'uffd.zeropage')).toBeGreaterThan(5000);
    expect(count(r, 'uffd.zeropage') + count(r, 'uffd.copy')).toBe(count(r, 'discarded pages'));
    expect(count(r, 'duplicate')).toBe(count(r, 'uffd.zeropage'));
  });
});

describe('a cut', () => {
  it('in precopy fails the migration; the guest goes on at the source (Q37)', () => {
    for (const when of ['precopy+1ms', 'stop', 'stop+2ms']) {
      const r = run('qemu-precopy', { faults: `cut@${when}` });
      expect(statesOf(r, 0).at(-1)).toBe('failed');
      expect(r.verdict).toMatchObject({ ...SAFE, flagsAtEnd: '0-16383 hg' });
      expect(phasesOf(r).slice(-2)).toEqual(['cancelled', 'end']);
    }
    // The same in the switch to postcopy, while the package has not left (Q17).
    expect(run('qemu-as-mailed', { faults: 'cut@discard' }).verdict.aborted).toBe(false);
  });

  it.each(['qemu-as-mailed', 'qemu-as-coded', 'qemu-postcopy-only', 'qemu-preempt', 'qemu-madvisev'])(
    '%s: cut in postcopy and recovered, what was under way is sent again and nothing is lost (Q38)',
    (id) => {
      const r = run(id, { faults: 'cut=20ms@postcopy+1ms' });
      expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true, flagsAtEnd: '0-16383 hg' });
      expect(statesOf(r, 0)).toEqual(
        expect.arrayContaining(['postcopy-active', 'postcopy-paused', 'postcopy-recover', 'completed']),
      );
      expect(statesOf(r, 1).slice(-4)).toEqual([
        'postcopy-paused',
        'postcopy-recover',
        'postcopy-active',
        'completed',
      ]);
      expect(phasesOf(r).filter((p) => p === 'postcopy').length).toBe(2);
      const { columns } = r.recorder;
      const again = eventsOf(r.recorder, K.RESEND).reduce((sum, n) => sum + columns.arg(n), 0);
      expect(again).toBeGreaterThan(0);
      expect(count(r, 'pages sent again')).toBe(again);
      expect(count(r, 'uffd.copy')).toBe(count(r, 'discarded pages'));
      // The bitmap has a bit a page and takes its time on the wire.
      const bitmap = eventsOf(r.recorder, K.RECV_BITMAP)[0]!;
      expect(columns.arg(bitmap)).toBeGreaterThan(r.recorder.state.pages / 8);
      // vCPUs hang one by one, and none is woken while the network is gone.
      const [from, to] = [phaseTime(r, 'paused'), phaseTime(r, 'recover')];
      expect(to - from).toBe(20 * MS);
      const wakes = eventsOf(r.recorder, K.WAKE).filter(
        (n) => columns.time(n) > from && columns.time(n) < to,
      );
      expect(wakes).toEqual([]);
      expect(count(r, 'uffd.fault')).toBeGreaterThan(0);
    },
  );

  it('requests that were under way are forgotten and sent again', () => {
    const r = run('qemu-preempt', { 'qemu.preempt': false, faults: 'cut=5ms@postcopy+30ms' });
    const { columns } = r.recorder;
    const forgotten = eventsOf(r.recorder, K.UNREQUEST);
    expect(forgotten.length).toBeGreaterThan(0);
    const requests = eventsOf(r.recorder, K.REQUEST);
    for (const n of forgotten)
      expect(requests.filter((m) => columns.cause(m) === n).map((m) => columns.page(m))).toEqual([
        columns.page(n),
      ]);
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
    expect(r.recorder.state.waiting).toBe(0);
  });

  it('that nobody mends leaves every vCPU asleep', () => {
    const r = run('qemu-postcopy-only', { faults: 'cut=0ns@postcopy+1ms' });
    const s = r.recorder.state;
    expect([phasesOf(r).slice(-2), r.verdict.aborted]).toEqual([['paused', 'end'], true]);
    expect(s.waiting).toBe(4);
    expect(s.toSend).toBeGreaterThan(0);
    expect(r.timeNs - phaseTime(r, 'paused')).toBeLessThan(SECOND);
    // With async page faults it is every task of each (F15).
    const tasks = run('qemu-postcopy-only', { faults: 'cut=0ns@postcopy+1ms', 'guest.asyncPf': true });
    expect([tasks.recorder.state.waiting, tasks.verdict.aborted]).toEqual([4 * ASYNC_TASKS, true]);
    // A guest that touches nothing is not waited for longer than a second.
    const idle = run('qemu-postcopy-only', { faults: 'cut=0ns@postcopy+1ms', 'guest.dirtyRate': 0 });
    expect([idle.verdict.aborted, idle.timeNs - phaseTime(idle, 'paused')]).toEqual([true, SECOND]);
  });

  it('while the package is under way loses the guest', () => {
    const s = new Simulation(scenario('qemu-as-coded'));
    while (!s.next());
    const package_ = eventsOf(s.recorder, K.PACKAGE)[0]!;
    const r = run('qemu-as-coded', { faults: `cut@${s.recorder.columns.time(package_) + 1}ns` });
    expect(r.verdict.aborted).toBe(true);
    expect(statesOf(r, 0).at(-1)).toBe('failed');
  });

  it('again and again, also while it recovers', () => {
    const faults =
      'cut=2ms@postcopy+1ms; cut=1ms@recover; cut=3ms@recover+120us; cut=1ms@paused+500us; cut=2ms@postcopy+9ms';
    const r = run('qemu-postcopy-only', { faults });
    expect(r.verdict).toMatchObject({ ...SAFE, allHuge: true });
    expect(count(r, 'recoveries')).toBeGreaterThan(2);
  });
});

describe('a bad link', () => {
  it('that gets slower sends as much, later', () => {
    const plain = run('qemu-as-coded');
    const slow = run('qemu-as-coded', { faults: 'slow=10@precopy' });
    const pass = (r: Run) => phaseTime(r, 'stop') - phaseTime(r, 'precopy');
    expect(pass(slow) / pass(plain)).toBeGreaterThan(9);
    expect(slow.verdict).toMatchObject({ ...SAFE, allHuge: true });
    expect(pass(run('qemu-as-coded', { faults: 'slow=10@precopy; slow=1@precopy+1ms' }))).toBeLessThan(
      pass(plain) * 1.1,
    );
  });

  it('that loses packets sends them again, and everything behind them comes later (in order)', () => {
    const plain = run('qemu-postcopy-only');
    const lossy = run('qemu-postcopy-only', { faults: 'loss=5@precopy' });
    expect(count(lossy, 'link.retransmit')).toBeGreaterThan(500);
    expect(count(lossy, 'normal')).toBe(count(plain, 'normal'));
    expect(median(blockTimes(lossy))).toBeGreaterThan(median(blockTimes(plain)));
    expect(phaseTime(lossy, 'cleanup')).toBeGreaterThan(phaseTime(plain, 'cleanup'));
    expect(lossy.verdict).toMatchObject({ ...SAFE, allHuge: true });
  });
});

describe('what cannot be mended', () => {
  it('death of the destination in postcopy takes the guest with it (H32); before, the source goes on', () => {
    const r = run('qemu-as-coded', { faults: 'die@postcopy+1ms' });
    expect(r.verdict.aborted).toBe(true);
    expect(count(r, 'process.died')).toBe(1);
    expect(statesOf(r, 0).at(-1)).toBe('failed');
    const early = run('qemu-as-coded', { faults: 'die@precopy+10ms' });
    expect(early.verdict).toMatchObject(SAFE);
    expect(phasesOf(early)).toContain('cancelled');
  });

  it('UNREGISTER too early: who sleeps wakes and reads zeroes, and so does who comes later (H4)', () => {
    const r = run('qemu-postcopy-only', { faults: 'unregister@postcopy+1ms' });
    expect(r.verdict.lostPages).toBeGreaterThan(0);
    expect(r.recorder.state.waiting).toBe(0);
    expect(count(r, 'uffd.unregister')).toBe(1);
    expect(run('qemu-postcopy-only').verdict.lostPages).toBe(0);
  });
});

describe('numbers of query-migrate', () => {
  it('follow from the log at every step', () => {
    for (const [id, faults] of [
      ['qemu-as-coded', ''],
      ['qemu-preempt', 'cut=2ms@postcopy+9ms; loss=3@precopy'],
      ['qemu-precopy', ''],
    ] as const) {
      const s = new Simulation(scenario(id, { faults, 'guest.bytes': 8 * MIB }));
      const { columns, state } = s.recorder;
      let over = false;
      for (let i = 0; !over; i++) {
        over = s.next(397);
        const c = s.machine.migration.counters();
        if (i % 10 === 0 || over) expect(c.transferred).toBe(transferred(columns, columns.length));
        expect(c['dirty sync count']).toBe(state.counts[K.SYNC]);
        expect(c.rounds).toBe(state.counts[K.ROUND_BEGIN]);
        expect(c['tlb flushes']).toBe(state.counts[K.TLB_FLUSH]);
        expect(c['discard calls']).toBe(
          state.counts[K.MADVISEV]! + Math.max(0, state.counts[K.DONTNEED]! - state.counts[K.ADVISE]!),
        );
      }
    }
  });
});

describe('the wire', () => {
  it('takes 256 KiB ahead of the link, delivers in order, and gives way', () => {
    const wire = new Wire(1000 * MIB, 50_000);
    const page = wire.duration(PAGE_ON_WIRE);
    for (let i = 0; i < 100; i++) expect(wire.put(MSG_PAGE, i, 1, 0, PAGE_ON_WIRE, 0)).toBe((i + 1) * page);
    expect(wire.readyAt(0)).toBe(100 * page - wire.duration(SEND_BUFFER));
    expect(wire.nextArrival).toBe(page + 50_000);
    wire.giveWay(10 * page, 7);
    let last = 0;
    for (let i = 0; i < 100; i++) {
      expect(wire.nextArrival).toBe((i + 1) * page + 50_000 + (i < 10 ? 0 : 7));
      expect(wire.nextArrival).toBeGreaterThan(last);
      last = wire.nextArrival;
      wire.take();
    }
    expect(wire.empty).toBe(true);
  });

  it('on a slower link a full socket takes longer to drain', () => {
    const wire = new Wire(1000 * MIB, 50_000);
    const before = wire.duration(SEND_BUFFER);
    wire.slow(4);
    const left = wire.put(MSG_PAGE, 0, 1, 0, 2 * SEND_BUFFER, 0);
    expect(wire.duration(SEND_BUFFER)).toBeGreaterThan(3 * before);
    expect(wire.readyAt(0)).toBe(left - wire.duration(SEND_BUFFER));
  });

  it('a lost packet comes a round trip later, and nothing overtakes it', () => {
    const wire = new Wire(1000 * MIB, 50_000);
    wire.lose(50, new Random(1, 1));
    const took = wire.duration(PAGE_ON_WIRE);
    let last = 0;
    let lost = 0;
    for (let i = 0; i < 200; i++) {
      const now = i * SECOND;
      wire.put(MSG_PAGE, i, 1, 0, PAGE_ON_WIRE, now);
      wire.along(MSG_ZERO, i, 1, 0);
      lost += wire.lost;
      for (let n = 0; n < 2; n++) {
        expect(wire.nextArrival).toBe(now + took + 50_000 + wire.lost * (100_000 + took));
        wire.take();
      }
      wire.put(MSG_PAGE, i, 1, 0, PAGE_ON_WIRE, now);
      lost += wire.lost;
      expect(wire.nextArrival).toBeGreaterThanOrEqual(last);
      last = wire.nextArrival;
      wire.take();
    }
    expect(lost).toBeGreaterThan(300);
    expect(lost).toBeLessThan(500);
  });

  it('that was cut delivers nothing of what was under way', () => {
    const wire = new Wire(1000 * MIB, 50_000);
    wire.put(MSG_PAGE, 1, 1, 0, PAGE_ON_WIRE, 0);
    wire.cut();
    expect([wire.empty, wire.down, wire.nextArrival]).toEqual([true, true, Number.POSITIVE_INFINITY]);
    wire.restore(1000);
    wire.put(MSG_PAGE, 2, 1, 0, PAGE_ON_WIRE, 1000);
    expect([wire.first, wire.nextArrival]).toEqual([2, 1000 + wire.duration(PAGE_ON_WIRE) + 50_000]);
  });
});

const fault = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'cut=1ms',
      'cut=4ms',
      'cut=300us',
      'slow=3',
      'slow=1',
      'loss=4',
      'loss=0',
      'khugepaged',
      'pressure',
    ),
  }),
  fc.record({ kind: fc.constantFrom('cut=0ns', 'cancel', 'postcopy', 'die') }),
);
const at = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('precopy', 'stop', 'discard', 'listen', 'postcopy', 'paused', 'recover', 'cleanup'),
      fc.integer({ min: 0, max: 6000 }),
    )
    .map(([phase, us]) => `${phase}+${us}us`),
  fc.integer({ min: 1, max: 30_000 }).map((step) => `#${step}`),
);
const anyQemu = fc.record({
  id: fc.constantFrom('qemu-as-mailed', 'qemu-as-coded'),
  faults: fc
    .array(fc.tuple(fault, at), { maxLength: 4 })
    .map((all) => all.map(([f, w]) => `${f.kind}@${w}`).join('; ')),
  'qemu.mode': fc.constantFrom('hybrid', 'postcopy', 'precopy'),
  'qemu.discard': fc.constantFrom('pages', 'runs', 'vector'),
  'qemu.preempt': fc.boolean(),
  'qemu.autoConverge': fc.boolean(),
  'qemu.postcopyBandwidth': fc.constantFrom(0, 100 * MIB),
  'qemu.downtimeLimit': fc.integer({ min: 1, max: 50 }).map((ms) => ms * MS),
  era: fc.constantFrom('modern', '2017'),
  'guest.bytes': fc.constantFrom(2 * MIB, 4 * MIB),
  'guest.vcpus': fc.integer({ min: 1, max: 8 }),
  'guest.workload': fc.constantFrom('uniform', 'hotset', 'zipf', 'read-mostly'),
  'guest.zeroPages': fc.constantFrom(0, 0, 30, 100),
  'guest.asyncPf': fc.boolean(),
  tracker: fc.constantFrom('kvm-bitmap', 'kvm-bitmap', 'kvm-manual', 'kvm-pml', 'kvm-ring'),
  eagerSplit: fc.boolean(),
  'guest.dirtyRate': fc.integer({ min: 0, max: 600 }).map((n) => n * MIB),
  'guest.seed': fc.integer({ min: 0, max: 0xffffffff }),
  'wire.bandwidth': fc.integer({ min: 100, max: 3000 }).map((n) => n * MIB),
  'wire.latency': fc.integer({ min: 0, max: 500_000 }),
});

describe('any migration, whatever goes wrong', () => {
  it('keeps the laws at every step, ends, and loses nothing that can be kept', () => {
    fc.assert(
      fc.property(anyQemu, fc.integer({ min: 3, max: 50 }), ({ id, ...knobs }, every) => {
        const s = new Simulation(scenario(id, knobs));
        const { state } = s.recorder;
        const r = checkedRun(s, (step) => {
          if (step % every === 0) checkAccounts(state);
        });
        expect(r.verdict.lostPages).toBe(0);
        if (r.verdict.aborted) expect(knobs.faults).toMatch(/cut|die/);
        else {
          expect(r.verdict).toMatchObject(SAFE);
          expect(state.waiting).toBe(0);
        }
      }),
      { numRuns: 100, seed: 38 },
    );
  });

  it('is the same log again', () => {
    fc.assert(
      fc.property(anyQemu, fc.integer({ min: 1, max: 3000 }), ({ id, ...knobs }, slice) => {
        const sliced = new Simulation(scenario(id, knobs));
        while (!sliced.next(slice));
        expect(sliced.finish().digest).toBe(run(id, knobs).digest);
      }),
      { numRuns: 40, seed: 2017 },
    );
  });
});

/** A change here means that old links no longer show the same run: raise SEMANTICS with it. */
it('golden digests', () => {
  expect(Object.fromEntries(IDS.map((id) => [id, run(id).digest]))).toMatchSnapshot();
});
