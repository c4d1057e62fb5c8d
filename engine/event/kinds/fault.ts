/** Page faults, and what changes entries in place. */
import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { ACCESSED_WRITE, FOLIO_ORDER, folioPages, mappedPages } from '../arg.ts';
import {
  addPiece,
  allocTable,
  dropFrame,
  dropPiece,
  MAPPED,
  mapHuge,
  mappedBits,
  mapSmall,
  newFolio,
  newFrame,
  setBits,
  setPresent,
  touchRange,
} from '../entries.ts';
import { NO_FRAME } from '../folios.ts';
import { type KindRows, NOTHING, PAGE, REGION, range } from '../kind.ts';
import {
  DIRTY,
  EPT_BITS,
  HUGE,
  PIECE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  PMD_TABLE,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  WRITE,
  YOUNG,
  ZERO,
} from '../pageword.ts';
import { are, become, on, page, pages, region, span } from '../words.ts';

export const FAULT = {
  FAULT_HUGE: {
    number: 16,
    name: 'fault.huge',
    fn: 'do_huge_pmd_anonymous_page',
    rule: 'F2',
    about: REGION,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault', 'thp_fault_alloc'],
    cost: (c) => c.faultHuge,
    fold: (s, h, page) => mapHuge(s, h, page),
    words: (e) => `a write to empty region ${region(e.page)} ${on(e)} maps a zeroed 2 MiB page, as hg is set`,
  },
  FAULT_HUGE_ZERO: {
    number: 17,
    name: 'fault.hugeZero',
    fn: 'set_huge_zero_folio',
    rule: 'F3',
    about: REGION,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault'],
    cost: (c) => c.faultHugeZero,
    fold: (s, h, page) => {
      const side = s.side(h);
      const region = page >>> PMD_ORDER;
      const first = region << PMD_ORDER;
      for (let p = first; p < first + PMD_PAGES; p++)
        side.words[p] = (side.words[p]! & ~(PTE_BITS | EPT_BITS)) | PRESENT | HUGE | ZERO | YOUNG;
      side.pmd[region] = PMD_HUGE_ZERO;
      s.touched[h][region] = 1;
    },
    words: (e) =>
      `a read of empty region ${region(e.page)} ${on(e)} maps the huge zero page, as hg is set: all 512 pages are present and read as zeroes`,
  },
  FAULT_SMALL: {
    number: 18,
    name: 'fault.small',
    fn: 'do_anonymous_page',
    rule: 'F7',
    about: PAGE,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault'],
    cost: (c) => c.faultSmall,
    fold: (s, h, page) => mapSmall(s, h, page),
    words: (e) => `a write fault ${on(e)} maps a new 4 KiB page at ${page(e.page)}`,
  },
  FAULT_ZERO: {
    number: 19,
    name: 'fault.zero',
    fn: 'do_anonymous_page',
    rule: 'F7',
    about: PAGE,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault'],
    cost: (c) => c.faultZero,
    fold: (s, h, page) => {
      const side = s.side(h);
      const region = page >>> PMD_ORDER;
      const w = side.words[page]!;
      side.words[page] = (w & ~PTE_BITS) | PRESENT | ZERO | YOUNG | (w & UFFD_WP);
      if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
      s.touched[h][region] = 1;
    },
    words: (e) => `a read fault ${on(e)} maps the shared 4 KiB zero page at ${page(e.page)}`,
  },
  COW_SMALL: {
    number: 20,
    name: 'fault.cow',
    fn: 'do_wp_page',
    rule: 'F8',
    about: PAGE,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault'],
    cost: (c) => c.faultSmall,
    fold: (s, h, page) => mapSmall(s, h, page),
    words: (e) =>
      `a write ${on(e)} replaces the zero page at ${page(e.page)} by a new page; userfaultfd gets no message`,
  },
  COW_HUGE: {
    number: 21,
    name: 'fault.cowHuge',
    fn: 'do_huge_zero_wp_pmd',
    rule: 'F8',
    about: REGION,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault', 'thp_fault_alloc'],
    cost: (c) => c.cowHuge,
    fold: (s, h, page) => mapHuge(s, h, page),
    words: (e) =>
      `a write to the huge zero page of region ${region(e.page)} ${on(e)} allocates a whole 2 MiB page`,
  },
  THP_THROWN: {
    number: 22,
    name: 'thp.thrownAway',
    fn: '__do_huge_pmd_anonymous_page',
    rule: 'F6',
    about: PAGE,
    counter: '2 MiB pages thrown away',
    cost: (c) => c.userfaultHugeWrite - c.userfault,
    words: (e) =>
      `the fault allocates and zeroes a 2 MiB page for region ${region(e.page)}, then frees it: only afterwards does it ask userfaultfd`,
  },
  PTE_ALLOC: {
    number: 65,
    name: 'pte.alloc',
    fn: '__pte_alloc',
    rule: 'F7',
    about: REGION,
    fold: (s, h, page) => allocTable(s, h, page),
    words: (e) =>
      `region ${region(e.page)} gets a page table: while the table exists, no fault maps a huge page here`,
  },
  FAULT_MTHP: {
    number: 66,
    name: 'fault.mthp',
    fn: 'alloc_anon_folio',
    rule: 'F7',
    about: range(folioPages),
    arg: 'order',
    argLimit: FOLIO_ORDER,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault'],
    fold: (s, h, page, order) => {
      const side = s.side(h);
      const n = 1 << order;
      const bits = mappedBits(side.vmas.prepareAnon(page), 0) | PIECE;
      allocTable(s, h, page);
      for (let p = page; p < page + n; p++) {
        side.words[p] = (side.words[p]! & ~(PTE_BITS | EPT_BITS)) | bits;
        addPiece(side, p >>> PMD_ORDER);
      }
      side.rss += n;
      newFolio(s, side, page, order);
      touchRange(s, h, page, n);
    },
    words: (e) => `a write fault ${on(e)} maps a folio of ${pages(1 << e.arg)} at ${page(e.page)}`,
  },
  COW_COPY: {
    number: 67,
    name: 'fault.copy',
    fn: 'wp_page_copy',
    rule: 'F8',
    about: PAGE,
    heat: 'once',
    ledger: 'filled',
    vmstat: ['pgfault'],
    fold: (s, h, page) => {
      const side = s.side(h);
      const w = side.words[page]!;
      dropFrame(s, side, page);
      if (w & PIECE) dropPiece(side, page >>> PMD_ORDER);
      side.words[page] = (w & ~(PTE_BITS | EPT_BITS)) | MAPPED;
      newFrame(s, side, page);
      touchRange(s, h, page, 1);
    },
    words: (e) => `${page(e.page)} ${on(e)} is shared: the write gets a copy of its own`,
  },
  COW_REUSE: {
    number: 68,
    name: 'fault.reuse',
    fn: 'wp_page_reuse',
    rule: 'F8',
    about: PAGE,
    heat: 'once',
    vmstat: ['pgfault'],
    fold: (s, h, page) => {
      const side = s.side(h);
      const huge = (side.words[page]! & HUGE) !== 0;
      const first = huge ? page & ~(PMD_PAGES - 1) : page;
      const n = huge ? PMD_PAGES : 1;
      setBits(s, side, first, n, WRITE | DIRTY | YOUNG, UFFD_WP);
      if (s.folios && side.frames)
        for (let p = first; p < first + n; p++) s.folios.exclusive[side.frames[p]!] = 1;
    },
    words: (e) => `nobody else holds ${page(e.page)} ${on(e)} any more: the write reuses it`,
  },
  WRPROTECT: {
    number: 69,
    name: 'pte.wrprotect',
    fn: 'change_protection',
    rule: 'V9',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => setPresent(s, s.side(h), page, n, 0, WRITE),
    words: (e) => `${span(e.page, e.arg)} ${on(e)} ${become(e.arg)} read-only`,
  },
  MKWRITE: {
    number: 70,
    name: 'pte.mkwrite',
    fn: 'can_change_pte_writable',
    rule: 'V9',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => setPresent(s, s.side(h), page, n, WRITE, 0),
    words: (e) => `${span(e.page, e.arg)} ${on(e)} ${are(e.arg)} writable again without a fault`,
  },
  ACCESSED: {
    number: 90,
    name: 'folio.accessed',
    fn: 'folio_mark_accessed',
    rule: 'K4.10',
    about: range(mappedPages),
    arg: 'pages, ACCESSED_WRITE',
    fold: (s, h, page, arg) => {
      const { frames, words } = s.side(h);
      if (!s.folios || !frames) return;
      for (let p = page; p < page + mappedPages(arg); p++) {
        const frame = frames[p]!;
        if (frame === NO_FRAME) continue;
        const w = words[p]!;
        // A huge mapping keeps it to itself (touch_pmd).
        if (w & HUGE) {
          words[p] = w | YOUNG;
          continue;
        }
        const folio = s.folios.folioAt(frame);
        s.folios.referenced[folio] = 1;
        if (arg & ACCESSED_WRITE && !(w & DIRTY)) s.folios.dirty[folio] = 1;
      }
    },
    words: (e) => `the kernel looks up ${span(e.page, mappedPages(e.arg))}: the folios count as referenced`,
  },
  SWAPBACKED: {
    number: 92,
    name: 'folio.swapbacked',
    fn: 'folio_set_swapbacked',
    rule: 'Z9',
    about: NOTHING,
    arg: 'pages',
    reach: PAGE,
    fold: (s, h, page) => {
      const { frames } = s.side(h);
      if (!s.folios || !frames) return;
      const folio = s.folios.folioAt(frames[page]!);
      s.folios.lazy[folio] = 0;
      s.folios.dirty[folio] = 1;
      touchRange(s, h, page, 1);
    },
    words: (e) =>
      `a write after MADV_FREE keeps ${span(e.page, e.arg)}: the kernel no longer frees them lazily`,
  },
  THP_FALLBACK: {
    number: 151,
    name: 'thp.fallback',
    fn: 'count_vm_event',
    rule: 'F2',
    about: REGION,
    vmstat: ['thp_fault_fallback'],
    words: (e) =>
      `no 2 MiB page is free for empty region ${region(e.page)} ${on(e)}: the fault falls back to 4 KiB`,
  },
} as const satisfies KindRows;
