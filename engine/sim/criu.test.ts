/** Guards what becomes of a process under each strategy: what is lost, which flags come back, and what it costs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB, PMD_ORDER } from '../base/units.ts';
import { CHILD_SERVED, refusedErrno } from '../event/arg.ts';
import { EAGAIN, ENOENT } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { LOST } from '../event/pageword.ts';
import { sayFlags } from '../event/vmalist.ts';
import { areasOf } from '../migrate/criu/layout.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { CRIU_THP, type Scenario } from '../scenario/schema.ts';
import { checkedRun } from '../testing/laws.ts';
import { type Run, Simulation, simulate } from './run.ts';

const IDS = [
  'criu-2017',
  'criu-nohugepage',
  'criu-clr-hugepage',
  'criu-thp-disable',
  'criu-register-first',
] as const;

function scenario(id: string, overrides: Record<string, unknown> = {}): Scenario {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const made = withOverrides(preset.value, overrides);
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

const run = (id: string, overrides: Record<string, unknown> = {}): Run => simulate(scenario(id, overrides));

/** Events of a kind: step, page, arg. */
function eventsOf({ recorder: { columns } }: Run, kind: number): { n: number; page: number; arg: number }[] {
  const found: { n: number; page: number; arg: number }[] = [];
  for (let n = 0; n < columns.length; n++)
    if (columns.kind(n) === kind) found.push({ n, page: columns.page(n), arg: columns.arg(n) >>> 0 });
  return found;
}

/** Pages of ranges. */
const pagesOf = (ranges: { page: number; arg: number }[]): Set<number> =>
  new Set(ranges.flatMap(({ page, arg }) => Array.from({ length: arg }, (_, i) => page + i)));

const SAFE = { lostPages: 0, stalePages: 0, aborted: false };
const SMALL = { 'guest.bytes': 8 * MIB };

describe('outcomes', () => {
  it('before the fix exactly the lazy pages of collapsed regions are lost, and nobody says so', () => {
    const r = run('criu-2017');
    const armed = eventsOf(r, K.REGISTER)[0]!.n!;
    const collapsed = new Set(
      eventsOf(r, K.COLLAPSE)
        .filter(({ n }) => n < armed)
        .map(({ page }) => page >>> PMD_ORDER),
    );
    const lazy = [...pagesOf(eventsOf(r, K.IMAGE_LAZY))].filter((p) => collapsed.has(p >>> PMD_ORDER));
    const lost = eventsOf(r, K.LOST).map(({ page }) => page);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.sort((a, b) => a - b)).toEqual(lazy);
    // Every one of them was fetched, could not be placed, and was passed over.
    expect(
      eventsOf(r, K.EEXIST)
        .map(({ page }) => page)
        .sort((a, b) => a - b),
    ).toEqual(lazy);
    expect(r.verdict).toMatchObject({
      lostPages: lazy.length,
      stalePages: 0,
      aborted: false,
      flagsEqual: true,
    });
    expect(r.counters['EEXIST swallowed']).toBe(lazy.length);
    expect(r.counters['wrong at resume']).toBe(lazy.length);
  });

  it('threads read zeroes from lost pages without a userfault', () => {
    const r = run('criu-2017');
    const lost = new Set(eventsOf(r, K.LOST).map(({ page }) => page));
    const read = (kind: number) => eventsOf(r, kind).filter(({ page }) => lost.has(page)).length;
    expect(read(K.READ)).toBeGreaterThan(0);
    expect(read(K.UFFD_FAULT)).toBe(0);
  });

  it.each([
    ['max_ptes_none is 0', { 'khugepaged.maxPtesNone': 0 }],
    ['khugepaged comes by its own clock', { 'khugepaged.wake': 'clock' }],
    ['there is no pre-dump, so that nothing is filled', { 'criu.preDumps': 0 }],
  ])('before the fix nothing is lost when %s', (_, knobs) => {
    expect(run('criu-2017', knobs).verdict).toMatchObject({ ...SAFE, flagsEqual: true });
  });

  it('NOHUGEPAGE keeps every page and leaves nh where nothing had been advised (H6)', () => {
    const r = run('criu-nohugepage');
    expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: false });
    expect(r.verdict.flagsAtEnd).toBe('0-260 lo, 261-8228 hg, 8229-16383 nh');
  });

  it.each(['criu-clr-hugepage', 'criu-thp-disable', 'criu-register-first'])(
    '%s keeps every page and every flag',
    (id) => {
      const r = run(id);
      expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: true });
      expect(r.verdict.flagsAtEnd).toBe('0-260 lo, 261-8228 hg, 8229-12287, 12288-16127 nh, 16128-16383');
      expect(r.counters['EEXIST swallowed']).toBe(0);
      expect(r.counters['pages filled']).toBeGreaterThan(0);
      expect(r.counters['pages lazy']).toBeGreaterThan(0);
    },
  );

  it('MADV_CLR_HUGEPAGE was never merged: a kernel of today leaves nh behind (S0.6)', () => {
    const r = run('criu-clr-hugepage', { era: 'modern' });
    expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: false });
  });

  it('PR_SET_THP_DISABLE of 2017 wrote nh into every VMA (C9, V12)', () => {
    const r = run('criu-thp-disable', { era: '2017' });
    expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: false });
    expect(r.verdict.flagsAtEnd).toBe('0-260 lo nh, 261-8228 hg, 8229-16383 nh');
  });

  it('registering first costs more calls and more time than the switch (S0.4)', () => {
    const first = run('criu-register-first').counters;
    const disabled = run('criu-thp-disable').counters;
    expect(first['pages filled']).toBe(disabled['pages filled']);
    expect(first['fill calls']).toBeGreaterThan(10 * disabled['fill calls']!);
    expect(first['fill time']).toBeGreaterThan(1.2 * disabled['fill time']!);
    expect(first.downtime).toBeGreaterThan(disabled.downtime!);
  });

  it('a process of several VMAs: all boundaries but one lie inside a region, and only the locked one is filled whole (C12)', () => {
    const r = run('criu-thp-disable', { 'criu.preDumps': 0 });
    const areas = areasOf(16384);
    expect(areas.map((a) => a.start % 512 === 0)).toEqual([true, false, false, true, false]);
    expect(r.recorder.state.src.vmas.list.map((v) => sayFlags(v.flags))).toEqual(['lo', 'hg', '', 'nh', '']);
    const locked = areas[0]!;
    expect(eventsOf(r, K.RESTORE_PAGE).map((e) => e.page)).toEqual([...Array(locked.end).keys()]);
    expect(eventsOf(r, K.REGISTER).map((e) => [e.page, e.arg])).toEqual(
      areas.slice(1).map((a) => [a.start, a.end - a.start]),
    );
  });
});

describe('dumps (C1-C6)', () => {
  it('a pre-dump leaves out what was not written since the one before', () => {
    const r = run('criu-thp-disable', { 'criu.preDumps': 3 });
    const read = eventsOf(r, K.PAGEMAP_READ);
    expect(read).toHaveLength(4 * 5);
    // However few pages were written, every round walks all of them.
    for (let round = 0; round < 4; round++)
      expect(read.slice(round * 5, round * 5 + 5).reduce((sum, e) => sum + e.arg, 0)).toBe(16384);
    const written = pagesOf(eventsOf(r, K.IMAGE_WRITE));
    expect(written.size).toBe(16384);
    expect(r.counters['pages written']).toBeLessThan(2.5 * 16384);
    expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: true });
  });

  it('one write to a huge mapping dirties 512 pages, one to a small one itself (C4)', () => {
    const r = run('criu-thp-disable');
    const lengths = eventsOf(r, K.SOFT_DIRTY).map((e) => [e.page < 8228, e.arg]);
    expect(lengths.some(([huge, n]) => huge && n === 512)).toBe(true);
    expect(lengths.filter(([huge]) => !huge).every(([, n]) => n === 1)).toBe(true);
  });

  it('what was written since the bits were cleared is soft-dirty, and nothing else is dumped again', () => {
    const r = run('criu-thp-disable', { 'criu.preDumps': 2 });
    const clears = eventsOf(r, K.SOFT_CLEAR).map((e) => e.n);
    const freezes = eventsOf(r, K.FREEZE).map((e) => e.n);
    for (let round = 0; round < 2; round++) {
      const [from, to] = [clears[round]!, freezes[round + 1]!];
      const dirty = pagesOf(eventsOf(r, K.SOFT_DIRTY).filter((e) => e.n > from && e.n < to));
      const next = eventsOf(r, K.SPLICE).filter((e) => e.n > to && e.n < (clears[round + 1] ?? Infinity));
      expect([...pagesOf(next)].sort((a, b) => a - b)).toEqual([...dirty].sort((a, b) => a - b));
      for (const { page } of eventsOf(r, K.WRITE).filter((e) => e.n > from && e.n < to))
        expect(dirty.has(page)).toBe(true);
    }
  });
});

describe('lazy-pages daemon (C10)', () => {
  /** UFFDIO_COPY widths of the recorded restore without faults (traces/criu_c_nohuge_lazy_unix, its first 18). */
  const RECORDED = [16, 32, 48, 64, 80, 16, 112, 128, 16, 160, 96, 192, 64, 224, 32, 256, 256, 256];

  it('chunks grow by 64 KiB while nobody faults, cut where a pipe of 256 pages ends, as recorded', () => {
    const r = run('criu-thp-disable', { 'criu.preDumps': 0, 'guest.dirtyRate': 0 });
    const chunks = eventsOf(r, K.LAZY_FETCH).map((e) => e.arg);
    expect(chunks.slice(0, RECORDED.length)).toEqual(RECORDED);
    expect(chunks.reduce((sum, n) => sum + n, 0)).toBe(r.counters['pages lazy']);
    expect(eventsOf(r, K.COPY_RANGE).map((e) => e.arg)).toEqual(chunks);
  });

  it('a fault sets them back to 64 KiB and brings one page', () => {
    const r = run('criu-thp-disable', { 'criu.preDumps': 0 });
    let since = 0;
    for (let n = 0, { columns } = r.recorder; n < columns.length; n++) {
      if (columns.kind(n) === K.REQUEST) since = 0;
      if (columns.kind(n) !== K.LAZY_FETCH) continue;
      since++;
      expect(columns.arg(n)).toBeLessThanOrEqual(Math.min(256, 16 * since));
    }
    const requests = eventsOf(r, K.REQUEST);
    const served = eventsOf(r, K.SERVE).filter((e) => e.arg === 1);
    expect(served.length).toBeGreaterThanOrEqual(requests.length);
  });

  it('every lazy page is sent once and placed once', () => {
    const r = run('criu-thp-disable');
    const placed = eventsOf(r, K.COPY).map((e) => e.page);
    expect(new Set(placed).size).toBe(placed.length);
    expect(placed.length).toBe(r.counters['pages lazy']);
    expect(eventsOf(r, K.SEND)).toHaveLength(placed.length);
  });

  it('the descriptor is closed at the end, nobody calls UFFDIO_UNREGISTER (U7)', () => {
    const r = run('criu-thp-disable');
    const [close] = eventsOf(r, K.UFFD_CLOSE);
    for (const { n } of eventsOf(r, K.UNREGISTER)) expect(r.recorder.columns.cause(n)).toBe(close?.n);
  });

  it('the order of calls is the recorded one: REGISTER a VMA, THP_DISABLE 0, MADV_HUGEPAGE, faults and copies', () => {
    const r = run('criu-thp-disable', { 'criu.preDumps': 0 });
    const { columns } = r.recorder;
    const calls = [K.MREMAP_VMA, K.REGISTER, K.THP_DISABLE, K.HUGEPAGE, K.NOHUGEPAGE, K.THAW];
    const names = ['mremap', 'register', 'prctl', 'hugepage', 'nohugepage', 'thaw'];
    const order: string[] = [];
    for (let n = eventsOf(r, K.UFFD_OPEN)[0]!.n!; n < columns.length; n++) {
      const i = calls.indexOf(columns.kind(n));
      if (i >= 0) order.push(names[i]!);
    }
    const each = ['mremap', 'register'];
    expect(order).toEqual([
      'mremap',
      ...[...each, ...each, ...each, ...each],
      'prctl',
      'hugepage',
      'nohugepage',
      'thaw',
    ]);
  });
});

describe('what goes wrong', () => {
  it('the daemon dies: what it did not bring reads as zeroes (H32, U7)', () => {
    const r = run('criu-thp-disable', { faults: 'die@lazy+2ms' });
    const lazy = r.counters['pages lazy']!;
    expect(r.verdict.aborted).toBe(true);
    expect(r.verdict.lostPages).toBe(lazy - r.counters['uffd.copy']!);
    expect(r.verdict.lostPages).toBeGreaterThan(0);
    const [died] = eventsOf(r, K.DIED);
    const read = eventsOf(r, K.READ).filter((e) => e.n > died!.n!);
    expect(read.length).toBeGreaterThan(0);
    expect(eventsOf(r, K.UFFD_FAULT).every((e) => e.n < died!.n!)).toBe(true);
  });

  it('memory is unregistered too early: copies say ENOENT, the daemon does not mind, pages are lost (H4)', () => {
    const r = run('criu-thp-disable', { faults: 'unregister@lazy+2ms' });
    const refused = eventsOf(r, K.COPY_REFUSED);
    expect(refused.every((e) => refusedErrno(e.arg) === ENOENT)).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    expect(r.verdict.lostPages).toBe(r.counters['pages lazy']! - r.counters['uffd.copy']!);
  });

  it('the process forks: with events the child is served, and copies say EAGAIN meanwhile (U15, H15)', () => {
    const r = run('criu-thp-disable', {
      faults: 'fork@lazy+1ms; fork@lazy+1.3ms; fork@lazy+1.5ms; fork@lazy+2ms',
    });
    const children = eventsOf(r, K.LAZY_FORK);
    expect(children).toHaveLength(4);
    expect(children.every((e) => e.arg >= CHILD_SERVED)).toBe(true);
    expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: true });
    expect(r.counters['pages lost in a child']).toBe(0);
  });

  it('copies that meet a pending event come back to the list and are fetched again', () => {
    // Many forks, one after the other: some copy falls between the event and its being read.
    const faults = Array.from({ length: 30 }, (_, i) => `fork@lazy+${100 * i}us`).join('; ');
    const r = run('criu-thp-disable', { faults, 'criu.preDumps': 0 });
    const refused = eventsOf(r, K.COPY_REFUSED);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((e) => refusedErrno(e.arg) === EAGAIN)).toBe(true);
    expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: true });
    expect(r.counters['uffd.copy']).toBe(r.counters['pages lazy']);
  });

  it('the process forks without events: the child loses what was not fetched', () => {
    const r = run('criu-thp-disable', { faults: 'fork@lazy+1ms', 'criu.events': false });
    expect(eventsOf(r, K.LAZY_FORK)[0]?.arg).toBe(r.counters['pages lost in a child']);
    expect(r.counters['pages lost in a child']).toBeGreaterThan(0);
    expect(r.verdict).toMatchObject(SAFE);
  });

  describe('the application drops a part of its heap while it is lazy (H16)', () => {
    const faults = 'dontneed=0x2100+2048@lazy+300us';
    const knobs = { faults, 'criu.preDumps': 0 };

    it('with events the daemon hears of it, disarms the range and forgets it: zeroes, as they should be', () => {
      const r = run('criu-thp-disable', knobs);
      expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: true });
      const [drop] = eventsOf(r, K.DONTNEED);
      const after = (kind: number) =>
        eventsOf(r, kind).filter((e) => e.n > drop!.n! && e.page >= 0x2100 && e.page < 0x2900);
      expect(after(K.COPY)).toHaveLength(0);
      expect([...pagesOf(eventsOf(r, K.LAZY_DROP))].length).toBeGreaterThan(0);
    });

    it('without events stale data is copied into what was dropped', () => {
      const r = run('criu-thp-disable', { ...knobs, 'criu.events': false });
      expect(r.verdict.stalePages).toBeGreaterThan(0);
      expect(r.verdict.lostPages).toBe(0);
      expect(r.counters['lazy.drop']).toBeUndefined();
    });
  });

  it('a slow and a lossy link cost time and nothing else', () => {
    const took = (faults: string) => {
      const r = run('criu-thp-disable', { ...SMALL, faults });
      expect(r.verdict).toMatchObject({ ...SAFE, flagsEqual: true });
      const at = (name: string) => r.phases.find((p) => p.name === name)!.timeNs!;
      return at('khugepaged') - at('lazy');
    };
    const plain = took('');
    expect(took('slow=100@lazy')).toBeGreaterThan(2 * plain);
    expect(took('loss=20@lazy')).toBeGreaterThan(plain);
  });
});

const anyScenario = fc.record({
  'criu.thp': fc.constantFrom(...CRIU_THP),
  'criu.preDumps': fc.integer({ min: 0, max: 3 }),
  'criu.interval': fc.integer({ min: 0, max: 10_000_000 }),
  'criu.events': fc.boolean(),
  'guest.bytes': fc.integer({ min: 1, max: 3 }).map((n) => n * 2 * MIB),
  'guest.vcpus': fc.integer({ min: 1, max: 8 }),
  'guest.workload': fc.constantFrom('uniform', 'hotset', 'sequential', 'zipf', 'read-mostly', 'database'),
  'guest.zeroPages': fc.constantFrom(0, 0, 10, 60, 100),
  'guest.dirtyRate': fc.integer({ min: 0, max: 600 }).map((n) => n * MIB),
  'guest.seed': fc.integer({ min: 0, max: 0xffffffff }),
  'wire.bandwidth': fc.integer({ min: 200, max: 5000 }).map((n) => n * MIB),
  'wire.latency': fc.integer({ min: 0, max: 300_000 }),
  'khugepaged.maxPtesNone': fc.integer({ min: 0, max: 511 }),
  'khugepaged.scanSleep': fc.integer({ min: 1_000_000, max: 50_000_000 }),
  'khugepaged.wake': fc.constantFrom('clock', 'before-register'),
  era: fc.constantFrom('modern', '2017'),
});

/** Any fault, at any time from the first pre-dump on. */
const anyFault = fc
  .tuple(
    fc.constantFrom(
      'slow=3',
      'loss=5',
      'die',
      'unregister',
      'fork',
      'khugepaged',
      'fragment=0',
      'pressure',
      'max_ptes_none=511',
      'dontneed=0x20+400',
      'write=0x30+40',
      'read=0x1a0+20',
    ),
    fc.constantFrom('predump', 'dump', 'restore', 'arm', 'lazy', 'lazy', 'lazy'),
    fc.integer({ min: 0, max: 8000 }),
  )
  .map(([fault, phase, us]) => `${fault}@${phase}+${us}us`);

/** Which flags come back, by the rules (S0.1, S0.6, V12, C8, C9). */
function keepsFlags(s: Scenario): boolean {
  const then = s.era === '2017';
  switch (s.criu.thp) {
    case 'nohugepage':
      return false;
    case 'clr-hugepage':
      return then;
    case 'thp-disable':
      return !then || s.criu.preDumps === 0;
    default:
      return true;
  }
}

describe('any scenario', () => {
  it('keeps the laws; only memory that was filled unprotected loses pages; flags come back by the rules', () => {
    fc.assert(
      fc.property(anyScenario, (knobs) => {
        const s = scenario('criu-thp-disable', knobs);
        const r = checkedRun(new Simulation(s));
        const unprotected = s.criu.thp === 'nothing' && s.criu.preDumps > 0;
        if (!unprotected || s.khugepaged.maxPtesNone === 0) expect(r.verdict.lostPages).toBe(0);
        expect(r.verdict.stalePages).toBe(0);
        expect(r.counters['wrong at resume']).toBe(r.verdict.lostPages);
        expect(r.counters['EEXIST swallowed']).toBe(r.verdict.lostPages);
        expect(r.verdict.aborted).toBe(false);
        expect([s.criu.thp, s.era, r.verdict.flagsEqual]).toEqual([s.criu.thp, s.era, keepsFlags(s)]);
        expect(r.recorder.state.toSend).toBe(0);
        expect(r.recorder.state.waiting).toBe(0);
      }),
      { numRuns: 40, seed: 2017 },
    );
  });

  it('keeps the laws under any faults; only faults that can lose pages, or make them stale, do', () => {
    fc.assert(
      fc.property(anyScenario, fc.array(anyFault, { minLength: 1, maxLength: 3 }), (knobs, list) => {
        const faults = list.join('; ');
        const s = scenario('criu-thp-disable', { ...knobs, faults });
        const r = checkedRun(new Simulation(s));
        const lossy = /die|unregister|khugepaged|write|read/.test(faults) || s.criu.thp === 'nothing';
        if (!lossy) expect(r.verdict.lostPages).toBe(0);
        if (!lossy && (s.criu.events || !faults.includes('dontneed'))) expect(r.verdict.stalePages).toBe(0);
        expect(r.verdict.aborted && !faults.includes('die')).toBe(false);
        expect(r.digest).toBe(simulate(s).digest);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('the log does not depend on slices, and folds to the same state', () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 3000 }), (knobs, slice) => {
        const s = scenario('criu-thp-disable', knobs);
        const sliced = new Simulation(s);
        while (!sliced.next(slice));
        expect(sliced.finish().digest).toBe(simulate(s).digest);
      }),
      { numRuns: 15, seed: 3 },
    );
  });
});

it('a page that is lost stays marked until the end', () => {
  const r = run('criu-2017', SMALL);
  const words = r.recorder.state.dst.words.filter((w) => w & LOST);
  expect(words).toHaveLength(r.verdict.lostPages);
});

/** A change here means that old links no longer show the same run. */
it('golden digests', () => {
  expect(IDS.map((id) => [id, run(id).digest])).toMatchSnapshot();
});
