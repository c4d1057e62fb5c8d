/** Guards what faults do that any machine can suffer, and that a replica of the log comes to the machine's state. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { actorOf, DST_LOAD, PHASES } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { HUGE, IN_FLIGHT, PIECE, PRESENT, RECEIVED, TO_SEND } from '../event/pageword.ts';
import { SCAN_ALLOC_HUGE_PAGE_FAIL } from '../event/scan.ts';
import type { MemoryState } from '../event/state.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { checkedRun } from '../testing/laws.ts';
import { Replica } from '../view/replica.ts';
import { type Run, Simulation, simulate } from './run.ts';

function run(faults: string, id = 'qemu-as-coded', more: Record<string, unknown> = {}): Run {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 16 << 20, faults, ...more }) : preset;
  if (!made.ok) throw new Error(made.problem.message);
  const r = simulate(made.value as Scenario);
  const { columns, keyframes, state } = r.recorder;
  checkState(state);
  const replica = new Replica(columns, keyframes, state.pages, state.folios !== null).seek(columns.length);
  expect(Buffer.from(replica.dst.words.buffer).equals(Buffer.from(state.dst.words.buffer))).toBe(true);
  expect([...replica.dst.pieces]).toEqual([...state.dst.pieces]);
  expect([replica.waiting, replica.dst.held, replica.received]).toEqual([
    state.waiting,
    state.dst.held,
    state.received,
  ]);
  return r;
}

/** Events of a kind after number `from`: number, page, arg. */
function events({ recorder: { columns } }: Run, kind: number, from = 0) {
  const found: { n: number; page: number; arg: number; time: number; cause: number; actor: number }[] = [];
  for (let n = from; n < columns.length; n++)
    if (columns.kind(n) === kind)
      found.push({
        n,
        page: columns.page(n),
        arg: columns.arg(n),
        time: columns.time(n),
        cause: columns.cause(n),
        actor: actorOf(columns.who(n)),
      });
  return found;
}
const injected = (r: Run): number => events(r, K.INJECT)[0]!.n!;

describe('write and read', () => {
  it('before REGISTER a device model maps zeroes where a page is still at the source', () => {
    const r = run('write=0x40+3@listen', 'qemu-postcopy-only');
    const writes = events(r, K.WRITE, injected(r)).slice(0, 3);
    expect(writes.map((w) => [w.page, w.arg, w.actor])).toEqual([
      [0x40, 1, DST_LOAD],
      [0x41, 1, DST_LOAD],
      [0x42, 1, DST_LOAD],
    ]);
    expect([r.verdict.lostPages, r.verdict.aborted]).toEqual([3, true]);
  });

  it('in armed memory it sleeps until the page comes, and then goes on to the next', () => {
    const r = run('write=0x200+4@postcopy', 'qemu-postcopy-only');
    const by = injected(r);
    const faults = events(r, K.UFFD_FAULT).filter((e) => e.actor === DST_LOAD);
    const writes = events(r, K.WRITE).filter((e) => e.actor === DST_LOAD);
    expect(faults.map((e) => [e.page, e.cause])).toContainEqual([0x200, by]);
    expect(writes.map((e) => [e.page, e.arg])).toEqual([0, 1, 2, 3].map((i) => [0x200 + i, 2]));
    for (const { n, page } of writes) {
      const copied = events(r, K.COPY).find((e) => e.page === page)!.n!;
      expect(n).toBeGreaterThan(copied);
    }
    // One message of the operator, however often it slept.
    expect(events(r, K.INJECT)).toHaveLength(1);
    expect([r.verdict.lostPages, r.verdict.stalePages, r.recorder.state.waiting]).toEqual([0, 0, 0]);
  });

  it('in precopy what it writes is overwritten by the page that comes', () => {
    const r = run('write=0x800+2@precopy+1ms');
    expect([r.verdict.lostPages, r.verdict.stalePages, r.verdict.aborted]).toEqual([0, 0, false]);
  });

  it('touches nothing where nothing is mapped', () => {
    const r = run('cancel@precopy+1ms; write=0x10+2@precopy+2ms; dontneed=0x10+2@precopy+2ms');
    expect(events(r, K.WRITE).filter((e) => e.actor === DST_LOAD)).toEqual([]);
  });
});

describe('fragment', () => {
  it('leaves so many huge pages, and the rest of memory small', () => {
    const r = run('fragment=3@precopy');
    const huge = events(r, K.FAULT_HUGE).filter((e) => e.n > injected(r)).length;
    expect([huge, events(r, K.THP_FALLBACK).length]).toEqual([3, 5]);
    expect(r.verdict.allHuge).toBe(false);
  });

  it('khugepaged sleeps 60 s at the first failure of a pass, and ends the pass at the second (K10)', () => {
    const r = run('fragment=3@precopy', 'qemu-as-coded', { 'khugepaged.pagesToScan': 1 << 20 });
    const failed = events(r, K.KH_SCAN).filter((e) => (e.arg & 255) === SCAN_ALLOC_HUGE_PAGE_FAIL);
    const passes = events(r, K.KH_WAKE).map((e) => e.n);
    expect(failed.length).toBeGreaterThan(2);
    for (const [i, pass] of passes.entries()) {
      const own = failed.filter((e) => e.n > pass && e.n < (passes[i + 1] ?? Infinity));
      expect(own.length).toBeLessThanOrEqual(2);
      if (own.length === 2) {
        const waited = own[1]!.time! - own[0]!.time!;
        expect(waited).toBeGreaterThanOrEqual(60 * SECOND);
        expect(waited).toBeLessThan(61 * SECOND);
      }
    }
  });
});

describe('pressure', () => {
  it('splits what is queued and nothing else: held memory comes back (Z7)', () => {
    const r = run('pressure@postcopy+1ms');
    const { columns, keyframes, state } = r.recorder;
    const replica = new Replica(columns, keyframes, state.pages);
    const at = injected(r);
    const before = replica.seek(at);
    const queued = [...before.dst.pieces].filter((n) => n > 0 && n < 512).length;
    const { held, rss, huge } = before.dst;
    expect(held).toBeGreaterThan(0);
    let end = at + 1;
    while (columns.cause(end) !== 0xffffffff && columns.time(end) === columns.time(at)) end++;
    const after = replica.seek(end);
    expect(events(r, K.FOLIO_SPLIT)).toHaveLength(queued);
    expect([after.dst.held, after.dst.huge]).toEqual([0, huge]);
    expect(after.dst.rss).toBeLessThanOrEqual(rss);
    expect(after.dst.words.some((w) => (w & (PRESENT | PIECE | HUGE)) === (PRESENT | PIECE))).toBe(false);
  });

  it('tells no frames apart', () => expect(run('pressure@listen').recorder.state.folios).toBeNull());
});

it('khugepaged in armed memory refuses what has holes, and collapses what is complete', () => {
  const r = run('khugepaged@postcopy+500us', 'qemu-as-mailed');
  const scans = events(r, K.KH_SCAN).filter((e) => e.cause === injected(r));
  expect(scans).toHaveLength(8);
  expect(r.verdict).toMatchObject({ lostPages: 0, stalePages: 0 });
});

it('khugepaged scans one region when it is told to, and no other', () => {
  const scanned = (faults: string, id: string) => {
    const r = run(faults, id);
    return events(r, K.KH_SCAN).flatMap((e) => (e.cause === injected(r) ? [e.page >> 9] : []));
  };
  expect(scanned('collapse=0x400+1@discard+20us', 'qemu-no-nohugepage')).toEqual([2]);
  expect(scanned('collapse=0x3ff+2@discard+20us', 'qemu-no-nohugepage')).toEqual([1, 2]);
  // A VMA that may not be huge is not looked at.
  expect(scanned('collapse=0x400+1@discard', 'qemu-as-mailed')).toEqual([]);
});

describe('a balloon drops what has come: nobody brings it again (H24)', () => {
  it('after the last page', () => {
    const r = run('dontneed=0+4096@cleanup', 'qemu-as-coded');
    const { dst } = r.recorder.state;
    expect(dst.words.some((w) => (w & (PRESENT | RECEIVED)) === (PRESENT | RECEIVED))).toBe(false);
  });

  /** Runs `faults` into postcopy, held to the laws; `also` changes the state after 10 more steps. */
  const intoPostcopy = (faults: string, also: (s: MemoryState, page: number) => void = () => {}) => {
    const preset = findPreset('qemu-as-coded');
    const made = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 8 << 20, faults }) : preset;
    if (!made.ok) throw new Error(made.problem.message);
    const simulation = new Simulation(made.value);
    const { state } = simulation.recorder;
    let left = 10;
    checkedRun(simulation, () => {
      if (PHASES[state.phase] !== 'postcopy' || left-- !== 0) return;
      also(
        state,
        state.dst.words.findIndex((w) => (w & RECEIVED) !== 0),
      );
    });
    return state;
  };

  it('in postcopy: no law counts the page as received, to be sent or under way any more', () => {
    const { dst, src, received, pages } = intoPostcopy('dontneed=0+2048@postcopy+1ms');
    expect(received).toBeLessThan(pages);
    const nowhere = [...dst.words.keys()].filter(
      (p) => !(dst.words[p]! & RECEIVED) && !(src.words[p]! & (TO_SEND | IN_FLIGHT)),
    );
    expect(nowhere.length).toBe(pages - received);
  });

  it('a page that goes without being dropped breaks the law', () => {
    const forget = (s: MemoryState, page: number) => {
      s.dst.words[page] = s.dst.words[page]! & ~RECEIVED;
      s.received--;
      s.touched[1][page >> 9] = 1;
    };
    for (const faults of ['', 'slow=1@postcopy', 'dontneed=2040+8@postcopy'])
      expect(() => intoPostcopy(faults, forget)).toThrow('E5.iv');
  });
});
