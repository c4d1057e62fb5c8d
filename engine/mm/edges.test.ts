/** Guards the edges of single rules, which no recorded script reaches: each by what the kernel's function says there. */
import { describe, expect, it } from 'vitest';
import { PAGE_BYTES, PMD_BYTES, PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { EEXIST, EINVAL, ENOENT } from '../event/errno.ts';
import { ACCESSED_WRITE, K, OLD_COPY } from '../event/event.ts';
import { HOST_DST, HOST_SRC, PMD_NONE, PMD_TABLE } from '../event/pageword.ts';
import { SCAN_NAMES } from '../event/scan.ts';
import { Recorder } from '../log/recorder.ts';
import { touch } from './fault.ts';
import { fork } from './fork.ts';
import { makeKhugepaged, scanNext, scanPmd, scanRegion } from './khugepaged.ts';
import { madvise, madviseDontneed, madviseHugepage } from './madvise.ts';
import { uffdioCopy, uffdioPoison, uffdioWriteprotect, uffdioZeropage } from './mfill.ts';
import { Mm, Uffd } from './mm.ts';
import { mmap } from './mmap.ts';
import { System } from './system.ts';
import { maySetPmd, pmdEnabled } from './thp.ts';
import { userfaultfdClose, userfaultfdRegister, userfaultfdUnregister } from './userfaultfd.ts';

const BY = 0x13;
const COPIED = 7;
const MODE = { dontwake: false, wp: false };

/** A process of two regions, the second of them mapped, or both; frames are told apart. */
function process(mapped: 'both' | 'second' = 'both', backing: 'private' | 'shared' = 'private') {
  const out = new Recorder(2 * PMD_PAGES);
  out.state.trackFolios();
  const mm = new Mm(out, HOST_DST, 'madvise');
  const from = mapped === 'both' ? 0 : PMD_PAGES;
  mmap(mm, from, 2 * PMD_PAGES - from, { prot: 'rw', noreserve: false, backing }, BY, NO_CAUSE);
  const bytes = (page: number, n: number) => [page * PAGE_BYTES, n * PAGE_BYTES] as const;
  const checked = <T>(result: T): T => {
    checkState(out.state);
    return result;
  };
  return {
    mm,
    out,
    count: (kind: number) => out.state.counts[kind]!,
    write(page: number, n: number) {
      for (let p = page; p < page + n; p++) touch(mm, p, true, BY, NO_CAUSE);
    },
    advise: (advice: string, page: number, n: number) =>
      checked(madvise(mm, ...bytes(page, n), advice, BY, NO_CAUSE)),
    register: (mode: 'missing' | 'wp' = 'missing') =>
      userfaultfdRegister(mm, 0, PMD_BYTES, mode, BY, NO_CAUSE),
    unregister: () => userfaultfdUnregister(mm, 0, PMD_BYTES, BY, NO_CAUSE),
    copy: (page: number, n: number) => checked(uffdioCopy(mm, ...bytes(page, n), COPIED, MODE, BY, NO_CAUSE)),
    zeropage: (page: number, n: number) =>
      checked(uffdioZeropage(mm, ...bytes(page, n), false, BY, NO_CAUSE)),
    poison: (page: number, n: number) => checked(uffdioPoison(mm, ...bytes(page, n), BY, NO_CAUSE)),
    protect: (page: number, n: number, on: boolean, dontwake = false) =>
      checked(uffdioWriteprotect(mm, ...bytes(page, n), { on, dontwake }, BY, NO_CAUSE)),
    scan: (region: number) => SCAN_NAMES[scanPmd(mm, region, 511).code],
    scanned: () => {
      const before = out.state.counts[K.KH_SCAN]!;
      scanRegion(mm, 0, BY, NO_CAUSE);
      return out.state.counts[K.KH_SCAN]! - before;
    },
  };
}

/** Small pages in the first region, which khugepaged may look at: `young` were used since they were aged, `old` were not. */
function aged(young: number, old: number) {
  const p = process();
  p.advise('NOHUGEPAGE', 0, PMD_PAGES);
  p.write(0, young + old);
  p.advise('COLD', young, old);
  p.advise('HUGEPAGE', 0, PMD_PAGES);
  return p;
}

describe('hpage_collapse_scan_pmd', () => {
  it('refuses memory that is not mapped, and a VMA that ends in the region (hugepage_vma_revalidate)', () => {
    const p = process('second');
    expect(p.scan(0)).toBe('vma_check');
  });

  it('refuses a VMA in which nothing was ever touched: it has no anon_vma (thp_vma_allowable_order)', () => {
    const p = process();
    p.advise('HUGEPAGE', 0, 2 * PMD_PAGES);
    expect(p.scan(0)).toBe('vma_check');
    p.write(PMD_PAGES, 1);
    expect(p.scan(0)).toBe('pmd_none');
  });

  it('refuses a region in which no page was used lately (K4.10)', () => {
    expect(aged(0, 16).scan(0)).toBe('lack_referenced_page');
    expect(aged(1, 15).scan(0)).toBe('succeeded');
  });

  it('does so, too, where frames are not told apart', () => {
    const out = new Recorder(PMD_PAGES);
    const mm = new Mm(out, HOST_DST, 'madvise');
    out.emit(K.MMAP, BY, 0, PMD_PAGES, NO_CAUSE);
    touch(mm, 0, true, BY, NO_CAUSE);
    madviseHugepage(mm, 0, PMD_PAGES, BY, NO_CAUSE);
    expect(SCAN_NAMES[scanPmd(mm, 0, 511).code]).toBe('succeeded');
    out.emit(K.COLD, BY, 0, 1, NO_CAUSE);
    expect(SCAN_NAMES[scanPmd(mm, 0, 511).code]).toBe('lack_referenced_page');
  });

  it('with a page to be read from elsewhere wants half of the region used lately (K4.10)', () => {
    const withMarker = (young: number) => {
      const p = aged(young, PMD_PAGES - 1 - young);
      p.register();
      expect(p.poison(PMD_PAGES - 1, 1).ret).toBe(0);
      p.unregister();
      return p.scan(0);
    };
    expect([withMarker(PMD_PAGES / 2 - 1), withMarker(PMD_PAGES / 2)]).toEqual([
      'lack_referenced_page',
      'succeeded',
    ]);
  });
});

describe('khugepaged', () => {
  it('goes on over a hole in the address space (K3)', () => {
    const p = process('second');
    p.advise('HUGEPAGE', PMD_PAGES, PMD_PAGES);
    p.write(PMD_PAGES, 1);
    const k = { ...makeKhugepaged(), budget: 4096 };
    expect([scanNext(k, p.mm, BY), k.cursor, k.budget]).toEqual([true, 1, 4095]);
    expect([scanNext(k, p.mm, BY), k.cursor, k.fullScans]).toEqual([false, 0, 1]);
    expect(p.count(K.KH_SCAN)).toBe(1);
  });

  it('sleeps at the first allocation that fails in a pass, and ends the pass at the second (K10)', () => {
    const p = process();
    p.advise('NOHUGEPAGE', 0, 2 * PMD_PAGES);
    p.write(0, 1);
    p.write(PMD_PAGES, 1);
    p.advise('HUGEPAGE', 0, 2 * PMD_PAGES);
    p.mm.sys.freeHuge = 0;
    p.mm.takeSpent();
    // Ends at the second region anyway: it begins there to see the second failure in the first.
    const k = { ...makeKhugepaged(), budget: 4096 };
    expect(scanNext(k, p.mm, BY)).toBe(true);
    expect(p.mm.takeSpent()).toBe(60_000_000_000 + p.mm.sys.costs.khugepagedScan);
    k.cursor = 0;
    expect([scanNext(k, p.mm, BY), k.budget]).toEqual([false, 0]);
    expect(p.mm.takeSpent()).toBe(p.mm.sys.costs.khugepagedScan);
  });

  it('sent to one region looks at it by its own rules: not where huge pages are forbidden, and holes count (K3, K4.3)', () => {
    const p = process();
    p.advise('NOHUGEPAGE', 0, PMD_PAGES);
    p.write(0, 1);
    expect(p.scanned()).toBe(0);
    p.advise('HUGEPAGE', 0, PMD_PAGES);
    p.mm.sys.khugepaged.max_ptes_none = PMD_PAGES - 2;
    expect([p.scanned(), p.count(K.COLLAPSE)]).toEqual([1, 0]);
    p.mm.sys.khugepaged.max_ptes_none = PMD_PAGES - 1;
    expect([p.scanned(), p.count(K.COLLAPSE)]).toEqual([1, 1]);
  });
});

describe('hugepage_pmd_enabled', () => {
  it.each([
    ['never', 'inherit', false],
    ['never', 'never', false],
    ['never', 'madvise', true],
    ['never', 'always', true],
    ['madvise', 'never', true],
    ['always', 'inherit', true],
  ] as const)('enabled is %s and hugepages-2048kB %s: %s (K1, V11)', (enabled, size, runs) => {
    const sys = new System(enabled);
    sys.sizes[PMD_ORDER] = size;
    expect(pmdEnabled(sys)).toBe(runs);
  });
});

describe('a huge page of a file', () => {
  /** One region of a file mapped at a page; may a fault map it by one entry? */
  const may = (at: number, page: number, disabled = false) => {
    const out = new Recorder(4 * PMD_PAGES);
    const mm = new Mm(out, HOST_DST, 'madvise');
    mmap(mm, at, 2 * PMD_PAGES, { prot: 'rw', noreserve: false, backing: 'shared' }, BY, NO_CAUSE);
    if (disabled) mm.thpDisable = 'completely';
    return maySetPmd(mm, mm.side.vmas.find(at)!, page);
  };

  it('needs a file and a mapping that are aligned alike, and room in the VMA (thp_vma_suitable_order)', () => {
    expect([may(PMD_PAGES, PMD_PAGES + 3), may(PMD_PAGES, 3 * PMD_PAGES)]).toEqual([true, false]);
    expect(may(PMD_PAGES + 256, 2 * PMD_PAGES)).toBe(false);
  });

  it('is not mapped in a process that forbids huge pages (do_set_pmd)', () => {
    expect(may(PMD_PAGES, PMD_PAGES, true)).toBe(false);
  });
});

describe('mfill_atomic', () => {
  it('wakes whoever waits for what was filled, unless it is told not to (U11)', () => {
    const p = process();
    p.mm.uffd = new Uffd([]);
    p.register('wp');
    p.copy(2, 3);
    p.copy(1, 3);
    expect(p.mm.uffd.wakes).toEqual([
      [2, 5],
      [1, 2],
    ]);
    p.protect(2, 2, true);
    p.protect(2, 2, false, true);
    expect(p.mm.uffd.wakes).toHaveLength(2);
    p.protect(2, 2, false);
    expect(p.mm.uffd.wakes.at(-1)).toEqual([2, 4]);
  });

  it('prepares the VMA of private memory before it asks whether it is registered (uffd_lock_vma)', () => {
    const p = process();
    expect([p.copy(0, 1), p.count(K.ANON_VMA)]).toEqual([{ ret: -ENOENT, done: -ENOENT }, 1]);
    const shared = process('both', 'shared');
    expect([shared.copy(0, 1), shared.count(K.ANON_VMA)]).toEqual([{ ret: -ENOENT, done: -ENOENT }, 0]);
  });

  it('allocates the page table once, before the first page, and keeps it when the page is refused (U8, U9)', () => {
    const p = process();
    p.register();
    expect(p.copy(0, 2)).toEqual({ ret: 0, done: 2 * PAGE_BYTES });
    expect([p.count(K.PTE_ALLOC), p.mm.side.pmd[0]]).toEqual([1, PMD_TABLE]);
    expect(p.copy(0, 1)).toEqual({ ret: -EEXIST, done: -EEXIST });
    expect(p.count(K.PTE_ALLOC)).toBe(1);
  });

  it('places the newest content there is: a script has no older one', () => {
    const p = process();
    p.register();
    p.copy(3, 1);
    const { columns } = p.out;
    const step = columns.length - 1;
    expect([columns.kind(step), columns.arg(step) & OLD_COPY]).toEqual([K.COPY, 0]);
  });

  it('a zero page takes its time', () => {
    const p = process();
    p.register();
    p.mm.takeSpent();
    p.zeropage(0, 3);
    expect(p.mm.takeSpent()).toBe(3 * p.mm.sys.costs.uffdZeropage);
  });
});

describe('UFFDIO_REGISTER and what ends it', () => {
  it('take their time', () => {
    const p = process();
    p.mm.takeSpent();
    p.register();
    expect([p.count(K.REGISTER), p.mm.takeSpent()]).toEqual([1, p.mm.sys.costs.uffdRegister]);
    p.unregister();
    expect([p.count(K.UNREGISTER), p.mm.takeSpent()]).toEqual([1, p.mm.sys.costs.uffdUnregister]);
  });

  it('UNREGISTER and close pass over memory that is not registered (userfaultfd_unregister, U6, U7)', () => {
    const p = process();
    p.register();
    userfaultfdUnregister(p.mm, 0, 2 * PMD_BYTES, BY, NO_CAUSE);
    expect(p.count(K.UNREGISTER)).toBe(1);
    p.register();
    userfaultfdClose(p.mm, BY, NO_CAUSE);
    expect(p.count(K.UNREGISTER)).toBe(2);
  });
});

describe('events of a userfaultfd', () => {
  it('name the first page that goes, and are sent for registered memory alone (userfaultfd_remove, Z11)', () => {
    const p = process();
    p.mm.uffd = new Uffd(['event_remove']);
    p.register();
    p.advise('DONTNEED', PMD_PAGES, 1);
    expect(p.mm.uffd.messages).toEqual([]);
    p.advise('DONTNEED', 5, 2);
    expect(p.mm.uffd.messages).toEqual([{ event: 'remove', page: 5, n: 2 }]);
    const { columns } = p.out;
    const sent = Array.from({ length: columns.length }, (_, i) => i).filter(
      (i) => columns.kind(i) === K.UFFD_EVENT,
    );
    expect(sent.map((i) => columns.page(i))).toEqual([5]);
  });
});

describe('flags of a VMA', () => {
  it('that it has already change nothing (madvise_vma_behavior)', () => {
    const p = process();
    p.advise('DONTFORK', 0, 8);
    p.advise('DONTFORK', 0, 8);
    expect(p.count(K.VMA_FLAGS)).toBe(1);
  });

  it.each([
    ['left', PMD_PAGES],
    ['right', 0],
  ])(
    'a merge with the VMA to the %s enlists the process, a split does not (vma_merge_existing_range, K1)',
    (_, from) => {
      const p = process();
      p.mm.sys.enabled = 'never';
      p.write(0, 1);
      p.mm.sys.enabled = 'always';
      p.advise('DONTFORK', from, PMD_PAGES);
      expect([p.mm.side.vmas.list.length, p.mm.enlisted]).toEqual([2, false]);
      p.advise('DOFORK', from, PMD_PAGES);
      expect([p.mm.side.vmas.list.length, p.mm.enlisted]).toEqual([1, true]);
    },
  );
});

describe('UFFDIO_WRITEPROTECT', () => {
  it('leaves a hole alone unless the owner asked for markers, and protects a page once (uffd_wp_range, U12)', () => {
    const p = process();
    p.advise('NOHUGEPAGE', 0, PMD_PAGES);
    p.write(0, 1);
    p.mm.uffd = new Uffd([]);
    p.register('wp');
    p.protect(0, 2, true);
    p.protect(0, 2, true);
    expect([p.count(K.UFFD_WP_ON), p.count(K.WP_MARK)]).toEqual([1, 0]);
    p.mm.uffd = new Uffd(['wp_unpopulated']);
    p.protect(0, 2, true);
    expect([p.count(K.UFFD_WP_ON), p.count(K.WP_MARK)]).toEqual([1, 1]);
  });

  it('of a part of a huge page splits its mapping, of all of it does not (pgtable_split_needed)', () => {
    const p = process();
    p.advise('HUGEPAGE', 0, PMD_PAGES);
    p.write(0, 1);
    p.register('wp');
    p.protect(0, PMD_PAGES, true);
    expect(p.count(K.PMD_SPLIT)).toBe(0);
    p.protect(3, 1, false);
    expect(p.count(K.PMD_SPLIT)).toBe(1);
  });

  it('refuses to protect without waking, as there is nobody to wake (U12)', () => {
    const p = process();
    p.register('wp');
    expect([p.protect(0, 1, true, true), p.protect(0, 1, true), p.protect(0, 1, false, true)]).toEqual([
      -EINVAL,
      0,
      0,
    ]);
  });

  it('of memory that is not mapped says ENOENT (mwriteprotect_range, U12)', () => {
    expect(process('second').protect(0, 1, false)).toBe(-ENOENT);
  });
});

describe('a page table that is reclaimed whole', () => {
  const full = () => {
    const p = process();
    p.advise('NOHUGEPAGE', 0, 2 * PMD_PAGES);
    p.write(0, PMD_PAGES);
    return p;
  };

  it('costs what its pages cost', () => {
    const p = full();
    p.mm.takeSpent();
    madviseDontneed(p.mm, 0, PMD_PAGES, BY, NO_CAUSE);
    const { dontneedSmall, dontneedNext } = p.mm.sys.costs;
    expect([p.mm.side.pmd[0], p.mm.takeSpent()]).toEqual([
      PMD_NONE,
      dontneedSmall + (PMD_PAGES - 1) * dontneedNext,
    ]);
  });

  it('stays when a guard is in it, and goes when one is beside it (Z14)', () => {
    const beside = full();
    beside.advise('GUARD_INSTALL', PMD_PAGES, 1);
    beside.advise('DONTNEED', 0, PMD_PAGES);
    expect(beside.mm.side.pmd[0]).toBe(PMD_NONE);
    const inside = full();
    inside.advise('GUARD_INSTALL', PMD_PAGES - 1, 1);
    inside.advise('DONTNEED', 0, PMD_PAGES);
    expect(inside.mm.side.pmd[0]).toBe(PMD_TABLE);
  });
});

it('__get_user_pages marks what it has faulted in as used, up to the page that it may not touch', () => {
  const used = (guarded: readonly number[]) => {
    const p = process();
    p.advise('NOHUGEPAGE', 0, 2 * PMD_PAGES);
    for (const page of guarded) p.advise('GUARD_INSTALL', page, 1);
    p.advise('POPULATE_WRITE', 0, 4);
    const { columns } = p.out;
    const events = Array.from({ length: columns.length }, (_, n) => n);
    return events.filter((n) => columns.kind(n) === K.ACCESSED).map((n) => columns.arg(n) >>> 0);
  };
  expect(used([])).toEqual([(ACCESSED_WRITE | 4) >>> 0]);
  expect(used([2])).toEqual([(ACCESSED_WRITE | 2) >>> 0]);
  expect(used([0])).toEqual([]);
});

it('dup_userfaultfd tells of a fork only where the child inherits armed memory', () => {
  const told = (registered: boolean, advice: string) => {
    const p = process();
    const uffd = new Uffd(['event_fork']);
    p.mm.uffd = uffd;
    if (registered) p.register();
    p.advise(advice, 0, 2 * PMD_PAGES);
    fork(p.mm, new Mm(p.out, HOST_SRC, p.mm.sys), BY, NO_CAUSE);
    return uffd.messages;
  };
  expect(told(true, 'DOFORK')).toEqual([{ event: 'fork' }]);
  expect(told(true, 'DONTFORK')).toEqual([]);
  expect(told(false, 'DOFORK')).toEqual([]);
});
