/** Guards the mm mechanisms one by one, as the recorded truth of a real kernel has them (script names in brackets). */
import { describe, expect, it } from 'vitest';
import { PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import {
  HOST_DST,
  PIECE,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PMD_TABLE,
  PRESENT,
  ZERO,
} from '../event/pageword.ts';
import {
  SCAN_ALLOC_HUGE_PAGE_FAIL,
  SCAN_EXCEED_NONE_PTE,
  SCAN_NAMES,
  SCAN_PMD_MAPPED,
  SCAN_PMD_NONE,
  SCAN_SUCCEED,
  SCAN_VMA_CHECK,
} from '../event/scan.ts';
import { sayFlags } from '../event/vmalist.ts';
import { Recorder } from '../log/recorder.ts';
import { deferredSplitScan } from './deferred.ts';
import { HIT, MAPPED, touch, USERFAULT } from './fault.ts';
import { collapse, scanAndCollapse, scanPmd } from './khugepaged.ts';
import { madviseDontneed, madviseHugepage, madviseNohugepage } from './madvise.ts';
import { uffdCopy, uffdZeropage } from './mfill.ts';
import { Mm } from './mm.ts';
import { uffdRegister, uffdUnregister } from './userfaultfd.ts';

const BY = 0x13;
const WRITE = true;
const READ = false;

/** A process with `regions` of guest memory; every operation is followed by all invariants. */
function process(regions: number, flag: 'hg' | 'nh' | 'plain' = 'hg') {
  const out = new Recorder(regions * PMD_PAGES);
  const mm = new Mm(out, HOST_DST, 'madvise');
  out.emit(K.MMAP, BY, 0, mm.pages, NO_CAUSE);
  if (flag === 'hg') madviseHugepage(mm, 0, mm.pages, BY, NO_CAUSE);
  if (flag === 'nh') madviseNohugepage(mm, 0, mm.pages, BY, NO_CAUSE);
  const checked = <T>(result: T): T => {
    checkState(out.state);
    return result;
  };
  return {
    mm,
    side: mm.side,
    count: (kind: number) => out.state.counts[kind]!,
    touch: (page: number, write: boolean) => checked(touch(mm, page, write, BY, NO_CAUSE)),
    dontneed: (page: number, n: number) => checked(madviseDontneed(mm, page, n, BY, NO_CAUSE)),
    hugepage: () => checked(madviseHugepage(mm, 0, mm.pages, BY, NO_CAUSE)),
    nohugepage: (page = 0, n = mm.pages) => checked(madviseNohugepage(mm, page, n, BY, NO_CAUSE)),
    register: (page = 0, n = mm.pages) => checked(uffdRegister(mm, page, n, BY, NO_CAUSE)),
    unregister: (page = 0, n = mm.pages) => checked(uffdUnregister(mm, page, n, BY, NO_CAUSE)),
    copy: (page: number) => checked(uffdCopy(mm, page, 7, false, BY, NO_CAUSE)),
    zeropage: (page: number) => checked(uffdZeropage(mm, page, BY, NO_CAUSE)),
    scan: (region: number, max = 511) => scanPmd(mm, region, max),
    collapse: (region: number, none: number) => checked(collapse(mm, region, none, BY, NO_CAUSE)),
    flags: () => mm.side.vmas.list.map((v) => `${v.start}-${v.end} ${sayFlags(v.flags)}`),
  };
}

describe('faults', () => {
  it('a first write in an hg region maps a huge page [a01], a read the huge zero page [a17]', () => {
    const p = process(2);
    expect(p.touch(3, WRITE)).toBe(MAPPED);
    expect([p.side.pmd[0], p.side.rss]).toEqual([PMD_HUGE, 512]);
    expect(p.touch(4, WRITE)).toBe(HIT);
    p.touch(600, READ);
    expect([p.side.pmd[1], p.side.rss]).toEqual([PMD_HUGE_ZERO, 512]);
  });

  it('nh: a read maps the 4 KB zero page, a write replaces it by a small page [a05]', () => {
    const p = process(1, 'nh');
    p.touch(9, READ);
    expect(p.side.words[9]! & ZERO).toBeTruthy();
    p.touch(9, WRITE);
    expect(p.side.words[9]! & ZERO).toBe(0);
    expect([p.side.pmd[0], p.side.rss]).toEqual([PMD_TABLE, 1]);
  });

  it('an existing page table keeps later writes small [a08]', () => {
    const p = process(1, 'nh');
    p.touch(0, WRITE);
    p.hugepage();
    p.touch(1, WRITE);
    expect([p.side.pmd[0], p.side.rss]).toEqual([PMD_TABLE, 2]);
  });

  it('a write to the huge zero page allocates a huge page even with nh and armed [a13, d36]', () => {
    const p = process(1);
    p.touch(0, READ);
    p.nohugepage();
    p.register();
    expect(p.touch(5, WRITE)).toBe(MAPPED);
    expect(p.side.pmd[0]).toBe(PMD_HUGE);
  });
});

describe('MADV_DONTNEED', () => {
  it('one page of a huge page: PMD split, folio stays, 511 pieces [b01]', () => {
    const p = process(1);
    p.touch(0, WRITE);
    p.dontneed(3, 1);
    expect([p.side.pmd[0], p.side.pieces[0], p.side.rss, p.count(K.PMD_SPLIT)]).toEqual([
      PMD_TABLE,
      511,
      511,
      1,
    ]);
    expect(p.side.words[3]! & PRESENT).toBe(0);
    expect(p.side.words[4]! & PIECE).toBeTruthy();
    p.touch(3, WRITE);
    expect(p.side.words[3]! & PIECE).toBe(0);
    p.dontneed(8, 1);
    expect(p.count(K.PMD_SPLIT)).toBe(1);
  });

  it('a whole huge page: PMD cleared without a split, next write huge again [b02]', () => {
    const p = process(1);
    p.touch(0, WRITE);
    p.dontneed(0, 512);
    expect([p.side.pmd[0], p.side.rss, p.count(K.PMD_SPLIT)]).toEqual([PMD_NONE, 0, 0]);
    p.touch(0, WRITE);
    expect(p.side.pmd[0]).toBe(PMD_HUGE);
  });

  it('all 512 pages one by one: the empty table stays, next write is small, the folio is freed with the last [b06, b29]', () => {
    const p = process(1);
    p.touch(0, WRITE);
    for (let i = 0; i < 511; i++) p.dontneed(i, 1);
    expect([p.side.pieces[0], p.count(K.FOLIO_FREE)]).toEqual([1, 0]);
    p.dontneed(511, 1);
    expect([p.side.pmd[0], p.side.pieces[0], p.count(K.FOLIO_FREE)]).toEqual([PMD_TABLE, 0, 1]);
    p.touch(0, WRITE);
    expect(p.side.rss).toBe(1);
  });

  it('one page of the huge zero page: 511 zero pages and a hole [b23]', () => {
    const p = process(1);
    p.touch(0, READ);
    p.dontneed(7, 1);
    const zeroes = [...p.side.words].filter((w) => w & ZERO).length;
    expect([zeroes, p.side.pieces[0], p.side.pmd[0]]).toEqual([511, 0, PMD_TABLE]);
  });

  it('MADV_NOHUGEPAGE leaves huge pages mapped [b10]', () => {
    const p = process(1);
    p.touch(0, WRITE);
    p.nohugepage();
    expect([p.side.pmd[0], p.flags()]).toEqual([PMD_HUGE, ['0-512 nh']]);
  });
});

describe('the deferred-split queue', () => {
  it('memory pressure splits the folio: unmapped pieces are freed, zero-filled pages get the zero page [Z7, Z8]', () => {
    const p = process(1);
    p.mm.out.state.trackFolios();
    p.touch(0, WRITE);
    for (let i = 0; i < 8; i++) p.mm.version[i] = 1;
    p.dontneed(7, 1);
    const { folios } = p.mm;
    expect(folios?.deferred[folios.folioAt(p.mm.frame(0))]).toBe(1);
    expect(deferredSplitScan(p.mm, BY, NO_CAUSE)).toBe(1);
    checkState(p.mm.out.state);
    expect([p.side.rss, p.side.pieces[0], p.count(K.FOLIO_SPLIT)]).toEqual([7, 0, 1]);
    expect(p.side.words[9]! & ZERO).toBeTruthy();
    expect(deferredSplitScan(p.mm, BY, NO_CAUSE)).toBe(0);
  });
});

describe('allocation failure', () => {
  it('without a free huge page a write maps 4 KB, a zero page is split, khugepaged says so [F2, K6, H11]', () => {
    const p = process(2);
    p.touch(512, READ);
    p.mm.sys.freeHuge = 0;
    p.touch(0, WRITE);
    expect([p.side.pmd[0], p.side.rss]).toEqual([PMD_TABLE, 1]);
    p.touch(513, WRITE);
    expect([p.side.pmd[1], p.side.rss, p.count(K.PMD_SPLIT)]).toEqual([PMD_TABLE, 2, 1]);
    expect(scanAndCollapse(p.mm, 0, false, BY, NO_CAUSE).code).toBe(SCAN_ALLOC_HUGE_PAGE_FAIL);
    expect(p.count(K.COLLAPSE)).toBe(0);
  });
});

describe('VMAs', () => {
  it('flags on the middle split in three; the same flag on all merges to one [c01]', () => {
    const p = process(3);
    p.nohugepage(512, 512);
    expect(p.flags()).toEqual(['0-512 hg', '512-1024 nh', '1024-1536 hg']);
    p.hugepage();
    expect(p.flags()).toEqual(['0-1536 hg']);
  });

  it('REGISTER of the middle splits, UNREGISTER merges back when pages were touched before [c05]; not when first touched apart [c15]', () => {
    const before = process(3);
    before.touch(0, WRITE);
    before.register(512, 512);
    expect(before.flags()).toEqual(['0-512 hg', '512-1024 um hg', '1024-1536 hg']);
    before.unregister();
    expect(before.flags()).toEqual(['0-1536 hg']);
    const apart = process(2, 'plain');
    apart.register(512, 512);
    apart.touch(0, WRITE);
    apart.copy(512);
    apart.unregister();
    expect(apart.flags()).toHaveLength(2);
  });
});

describe('userfaultfd', () => {
  it('a hole sleeps, COPY fills it with a 4 KB page, present pages do not ask [d01]; COPY onto any mapping is EEXIST [d02]', () => {
    const p = process(2, 'nh');
    p.touch(1, WRITE);
    p.touch(2, READ);
    p.register();
    expect([p.touch(0, READ), p.touch(0, WRITE), p.touch(1, WRITE)]).toEqual([USERFAULT, USERFAULT, HIT]);
    expect([p.copy(0), p.copy(0), p.copy(1), p.copy(2)]).toEqual([true, false, false, false]);
    expect(p.touch(0, READ)).toBe(HIT);
  });

  it('in an empty hg region a write fault throws 2 MiB away, a read does not, COPY maps one small page [d07]', () => {
    const p = process(1);
    p.register();
    expect(p.touch(0, READ)).toBe(USERFAULT);
    expect(p.count(K.THP_THROWN)).toBe(0);
    expect(p.touch(0, WRITE)).toBe(USERFAULT);
    expect(p.count(K.THP_THROWN)).toBe(1);
    p.copy(0);
    expect([p.side.rss, p.side.pmd[0]]).toEqual([1, PMD_TABLE]);
  });

  it('ZEROPAGE maps a zero page whose later write asks nobody [d06]; COPY onto the huge zero page is EEXIST [d41]', () => {
    const p = process(2, 'nh');
    p.register();
    p.zeropage(0);
    expect(p.touch(0, WRITE)).toBe(MAPPED);
    const q = process(1);
    q.touch(0, READ);
    q.register();
    expect(q.copy(9)).toBe(false);
  });

  it('after UNREGISTER a hole reads as zeroes [d13]', () => {
    const p = process(1, 'nh');
    p.register();
    p.unregister();
    expect(p.touch(0, READ)).toBe(MAPPED);
  });
});

describe('khugepaged', () => {
  /** A huge page with `holes` pages dropped. */
  const holey = (holes: number) => {
    const p = process(1);
    p.touch(0, WRITE);
    for (let i = 0; i < holes; i++) p.dontneed(i, 1);
    return p;
  };
  const code = (v: { code: number }) => SCAN_NAMES[v.code];

  it('fills holes of an unarmed hg region with zeroes [e01] and tells who listens for lost pages', () => {
    const p = holey(128);
    const verdict = p.scan(0);
    expect(verdict).toMatchObject({ code: SCAN_SUCCEED, none: 128 });
    const filled: number[] = [];
    p.mm.onZeroFill = (page) => filled.push(page);
    p.collapse(0, verdict.none);
    expect([p.side.pmd[0], p.side.rss, filled.length]).toEqual([PMD_HUGE, 512, 128]);
    expect([p.touch(0, READ), p.copy(0)]).toEqual([HIT, false]);
  });

  it('does not look at an nh region [e02]', () => {
    const p = holey(128);
    p.nohugepage();
    expect(p.scan(0).code).toBe(SCAN_VMA_CHECK);
  });

  it('refuses an armed region at its first hole or zero page [e03, e15], and takes a full one while armed [e05]', () => {
    const p = holey(2);
    p.register();
    expect(p.scan(0)).toEqual({ code: SCAN_EXCEED_NONE_PTE, none: 1 });
    p.copy(0);
    p.zeropage(1);
    expect(code(p.scan(0))).toBe('exceed_none_pte');
    p.touch(1, WRITE);
    expect(code(p.scan(0))).toBe('succeeded');
  });

  it('max_ptes_none counts holes and zero pages alike [e12]; one page is enough by default [e13]', () => {
    const p = holey(200);
    expect([p.scan(0, 199).code, p.scan(0, 200).code]).toEqual([SCAN_EXCEED_NONE_PTE, SCAN_SUCCEED]);
    for (let i = 0; i < 50; i++) p.touch(i, READ);
    expect(p.scan(0, 199).code).toBe(SCAN_EXCEED_NONE_PTE);
    expect(code(holey(511).scan(0))).toBe('succeeded');
  });

  it('an empty region and a huge one are left alone [e43]', () => {
    const p = process(2);
    p.touch(0, WRITE);
    expect([p.scan(0).code, p.scan(1).code]).toEqual([SCAN_PMD_MAPPED, SCAN_PMD_NONE]);
  });

  it('a VMA boundary inside the region blocks it [e40]', () => {
    const p = process(1);
    p.mm.side.vmas.prepareAnon(0);
    p.register(0, 256);
    expect(p.scan(0).code).toBe(SCAN_VMA_CHECK);
  });
});
