/** Guards that every tracker reports exactly what was written since it was last asked, no more than its granularity adds and never
 *  less, whatever the order of writes, reads, harvests and takes; and what each pays for it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { KVM, VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { EPT, EPT_4K, EPT_WRITE, HOST_SRC, LOGGED, PMD_HUGE, TO_SEND, WRITE } from '../event/pageword.ts';
import { Recorder } from '../log/recorder.ts';
import type { Era } from '../mm/era.ts';
import { madviseHugepage } from '../mm/madvise.ts';
import { Mm } from '../mm/mm.ts';
import { System } from '../mm/system.ts';
import { TRACKERS } from '../scenario/schema.ts';
import { CLEAR_ALIGN, KvmManual } from './kvmmanual.ts';
import { PML_ENTRIES } from './kvmpml.ts';
import { KvmRing, RING_RESERVED } from './kvmring.ts';
import type { DirtyTracker, TrackerKind, TrackerNeeds } from './tracker.ts';
import { makeTracker } from './trackers.ts';
import { eptAccess } from './vcpu.ts';

const BY = who(KVM, HOST_SRC);
const REGIONS = 3;
const PAGES = REGIONS * PMD_PAGES;
const VCPUS = 2;

/** A guest of three regions: huge, small pages, and nothing touched yet. */
function guest(
  kind: TrackerKind,
  { eagerSplit = true, era = 'modern' as Era, make }: Options = {},
): ReturnType<typeof driver> {
  const out = new Recorder(PAGES);
  const mm = new Mm(out, HOST_SRC, new System('madvise', era));
  out.emit(K.MMAP, BY, 0, PAGES, NO_CAUSE);
  madviseHugepage(mm, 0, PMD_PAGES, BY, NO_CAUSE);
  for (let p = 0; p < 2 * PMD_PAGES; p++) eptAccess(mm, p, true, BY);
  const needs = { mm, vcpus: VCPUS, eagerSplit };
  return driver(mm, make ? make(needs) : makeTracker(kind, needs));
}

interface Options {
  readonly eagerSplit?: boolean;
  readonly era?: Era;
  readonly make?: (needs: TrackerNeeds) => DirtyTracker;
}

function driver(mm: Mm, tracker: DirtyTracker) {
  const { words } = mm.side;
  const bits = (bit: number): number[] => [...words.keys()].filter((p) => words[p]! & bit);
  return {
    mm,
    words,
    tracker,
    start: () => tracker.start(BY),
    read: (page: number) => eptAccess(mm, page, false, who(VCPU, HOST_SRC)),
    /** What the vCPU pays, ns. */
    write: (page: number, cpu = 0) => {
      mm.takeSpent();
      eptAccess(mm, page, true, who(VCPU, HOST_SRC, cpu));
      tracker.write(page, cpu, who(VCPU, HOST_SRC, cpu));
      mm.out.emit(K.WRITE, who(VCPU, HOST_SRC, cpu), page, 2, NO_CAUSE);
      return mm.takeSpent();
    },
    /** Pages in the manager's bitmap. */
    toSend: () => bits(TO_SEND),
    /** Takes one page of it, as a send does. */
    take: (page: number) => {
      tracker.beforeSend(page, BY);
      mm.out.emit(K.SEND, BY, page, 1, NO_CAUSE);
      mm.out.state.inFlight--;
      words[page] = words[page]! & ~(1 << 9);
    },
    takeAll: () => {
      for (const p of bits(TO_SEND)) tracker.beforeSend(p, BY);
      mm.out.emit(K.TRACK_TAKE, BY, 0, 0, NO_CAUSE);
    },
    /** Pages reported by one more sync, when all before were taken. */
    harvest: () => {
      const gained = tracker.sync(BY);
      const pages = bits(TO_SEND);
      expect(gained).toBe(pages.length);
      for (const p of pages) tracker.beforeSend(p, BY);
      mm.out.emit(K.TRACK_TAKE, BY, 0, 0, NO_CAUSE);
      return pages;
    },
    count: (kind: number) => mm.out.state.counts[kind]!,
  };
}

const VARIANTS: [name: string, kind: TrackerKind, options: Options][] = [
  ...TRACKERS.map((kind): [string, TrackerKind, Options] => [kind, kind, {}]),
  ['kvm-bitmap, lazy split', 'kvm-bitmap', { eagerSplit: false }],
  ['kvm-bitmap of 2017', 'kvm-bitmap', { era: '2017' }],
  ['kvm-manual, lazy split', 'kvm-manual', { eagerSplit: false }],
  ['kvm-manual, 64 pages a CLEAR', 'kvm-manual', { make: (needs) => new KvmManual(needs, 6) }],
  ['kvm-pml, lazy split', 'kvm-pml', { eagerSplit: false }],
  ['kvm-ring of 128 entries', 'kvm-ring', { make: (needs) => new KvmRing(needs, 128) }],
];

const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.tuple(fc.constant('write'), fc.integer({ min: 0, max: PAGES - 1 })) },
    { weight: 3, arbitrary: fc.tuple(fc.constant('read'), fc.integer({ min: 0, max: PAGES - 1 })) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('run'), fc.integer({ min: 0, max: PAGES - 1 })) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('sync'), fc.constant(0)) },
  ),
  { maxLength: 60 },
);

describe.each(VARIANTS)('%s', (_name, kind, options) => {
  it('reports exactly the pages written since the last harvest; soft-dirty the whole of a huge page', () => {
    fc.assert(
      fc.property(steps, (todo) => {
        const g = guest(kind, options);
        g.start();
        expect(g.toSend()).toHaveLength(PAGES);
        g.takeAll();
        let written = new Set<number>();
        const write = (page: number, cpu: number): void => {
          g.write(page, cpu);
          const huge = kind === 'soft-dirty' && g.mm.side.pmd[page >>> PMD_ORDER] === PMD_HUGE;
          const first = huge ? page & ~(PMD_PAGES - 1) : page;
          for (let p = first; p < first + (huge ? PMD_PAGES : 1); p++) written.add(p);
        };
        for (const [what, page] of [...todo, ['sync', 0] as const]) {
          if (what === 'write') write(page, page % VCPUS);
          else if (what === 'read') g.read(page);
          else if (what === 'run') for (let p = page; p < Math.min(PAGES, page + 150); p++) write(p, 0);
          else {
            // A full ring is read by the vCPU itself: what it found is in the bitmap already.
            const early = new Set(g.toSend());
            g.tracker.sync(BY);
            expect(new Set(g.toSend())).toEqual(written);
            expect([...early].filter((p) => !written.has(p))).toEqual([]);
            g.takeAll();
            written = new Set();
            checkState(g.mm.out.state);
          }
        }
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('a page that is sent later than it was harvested is never missed', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 5 }), (todo, stride) => {
        const g = guest(kind, options);
        g.start();
        // What the last copy of each page holds, and what it should: nothing newer may be unknown to the tracker.
        const content = new Uint32Array(PAGES).fill(1);
        const sent = new Uint32Array(PAGES);
        let cursor = 0;
        for (const [what, page] of todo) {
          if (what === 'write' || what === 'run') {
            g.write(page);
            content[page] = content[page]! + 1;
          } else if (what === 'sync') g.tracker.sync(BY);
          for (let n = 0; n < stride; n++) {
            const dirty = g.toSend();
            const next = dirty.find((p) => p >= cursor) ?? dirty[0];
            if (next === undefined) break;
            g.take(next);
            sent[next] = content[next]!;
            cursor = next + 1;
          }
        }
        g.tracker.sync(BY);
        const stale = [...sent.keys()].filter((p) => sent[p] !== content[p]);
        expect(stale.filter((p) => !(g.words[p]! & TO_SEND))).toEqual([]);
      }),
      { numRuns: 15, seed: 6 },
    );
  });

  it('stops: nothing is protected or marked any more', () => {
    const g = guest(kind, options);
    g.start();
    g.takeAll();
    g.write(3);
    expect(g.harvest()).toContain(3);
    g.write(4);
    g.tracker.stop(BY, NO_CAUSE);
    expect(g.mm.out.state.toSend + g.mm.out.state.dirtyLog).toBe(0);
    for (let p = 0; p < 2 * PMD_PAGES; p++) expect(g.words[p]! & LOGGED).toBe(0);
    g.write(3);
    g.write(5);
    for (const p of [3, 5]) expect(g.words[p]! & (EPT_WRITE | WRITE)).toBe(EPT_WRITE | WRITE);
    expect(g.tracker.isOn).toBe(false);
    checkState(g.mm.out.state);
  });
});

describe('what a write costs', () => {
  const { eptFix, eptFault, faultReuse, faultWpSplit, pmlExit } = new System().costs;
  const first = (kind: TrackerKind, options?: Options) => {
    const g = guest(kind, options);
    g.start();
    g.takeAll();
    return [g.write(7), g.write(7), g.write(8)];
  };

  it('bitmap and ring: a fault for each page once (D3)', () => {
    for (const kind of ['kvm-bitmap', 'kvm-manual', 'kvm-ring'] as const)
      expect(first(kind)).toEqual([eptFix, 0, eptFix]);
  });
  it('PML: nothing, but for an exit every 512 pages (D7)', () => {
    expect(first('kvm-pml')).toEqual([0, 0, 0]);
    const g = guest('kvm-pml');
    g.start();
    g.takeAll();
    const costs = Array.from({ length: PML_ENTRIES + 1 }, (_, p) => g.write(p, 1));
    expect(costs.flatMap((ns, p) => (ns > 0 ? [p, ns] : []))).toEqual([PML_ENTRIES - 1, pmlExit]);
    expect(g.count(K.PML_FLUSH)).toBe(1);
  });
  it('soft-dirty: one fault for a whole huge page (C4)', () => {
    expect(first('soft-dirty')).toEqual([faultReuse + eptFault, 0, 0]);
  });
  it('PAGEMAP_SCAN: the first splits the huge page (F9)', () => {
    expect(first('pagemap-scan')).toEqual([faultReuse + faultWpSplit + eptFault, 0, faultReuse + eptFault]);
  });
  it('without eager split the first write to a huge leaf pays for it, and in 2017 for each page anew (D3, H23)', () => {
    const lazy = guest('kvm-bitmap', { eagerSplit: false });
    lazy.start();
    expect(lazy.count(K.EPT_SPLIT)).toBe(0);
    expect(lazy.words[0]! & (EPT | EPT_4K | EPT_WRITE)).toBe(EPT);
    lazy.write(0);
    expect([lazy.count(K.EPT_SPLIT), lazy.words[1]! & (EPT_4K | EPT_WRITE)]).toEqual([1, EPT_4K]);
    const old = guest('kvm-bitmap', { era: '2017' });
    old.start();
    old.write(0);
    expect([old.count(K.EPT_SPLIT), old.words[1]! & EPT]).toEqual([0, 0]);
  });
});

it('manual: nothing is protected at the start; 64 pages at a time just before they are sent (D5, D6)', () => {
  const g = guest('kvm-manual', { make: (needs) => new KvmManual(needs, 6) });
  g.start();
  expect([g.count(K.EPT_SPLIT), g.write(0), g.write(100)]).toEqual([0, 0, 0]);
  g.take(0);
  expect(g.count(K.EPT_SPLIT)).toBe(1);
  expect(g.words[CLEAR_ALIGN - 1]! & EPT_WRITE).toBe(0);
  expect(g.words[CLEAR_ALIGN]! & EPT_WRITE).toBe(EPT_WRITE);
  // Written after the bitmap was read and before it is sent: sent once.
  g.tracker.sync(BY);
  g.write(100);
  g.take(100);
  g.tracker.sync(BY);
  expect(g.words[100]! & TO_SEND).toBe(0);
  // The bitmap with auto-protect reports it again (H22).
  const auto = guest('kvm-bitmap');
  auto.start();
  auto.tracker.sync(BY);
  auto.write(100);
  auto.take(100);
  auto.tracker.sync(BY);
  expect(auto.words[100]! & TO_SEND).toBe(TO_SEND);
});

it('ring: a full one stops its vCPU, which reads all rings itself (D8)', () => {
  const g = guest('kvm-ring', { make: (needs) => new KvmRing(needs, 128) });
  g.start();
  g.takeAll();
  g.write(600, 1);
  const costs = Array.from({ length: 128 - RING_RESERVED }, (_, p) => g.write(p));
  const { eptFix, ringExit, ringEntry, ringReset } = g.mm.sys.costs;
  expect(costs.at(-2)).toBe(eptFix);
  expect(costs.at(-1)).toBe(eptFix + ringExit + (128 - RING_RESERVED + 1) * (ringEntry + ringReset));
  expect([g.count(K.RING_FULL), g.mm.out.state.toSend]).toEqual([1, 128 - RING_RESERVED + 1]);
  expect(g.words[600]! & LOGGED).toBe(0);
});

it('recovery: huge leaves are back at once today, by later faults in 2017 (D10)', () => {
  for (const era of ['modern', '2017'] as const) {
    const g = guest('kvm-bitmap', { era });
    g.start();
    g.write(0);
    g.tracker.stop(BY, NO_CAUSE);
    expect(g.words[9]! & (EPT | EPT_4K)).toBe(era === 'modern' ? EPT : 0);
    g.write(9);
    expect(g.words[10]! & (EPT | EPT_4K | EPT_WRITE)).toBe(EPT | EPT_WRITE);
    expect(g.words[PMD_PAGES]! & EPT_4K).toBe(EPT_4K);
  }
});
