/** Entries and folios that go, or are split. */
import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import {
  allocTable,
  dropFrame,
  dropPiece,
  setBits,
  setPresent,
  splitPmd,
  touchRange,
  unmap,
  zapPmd,
} from '../entries.ts';
import { NO_FRAME } from '../folios.ts';
import { type KindRows, NOTHING, PAGE, REGION, range } from '../kind.ts';
import {
  DIRTY,
  EPT_BITS,
  GUARD_MARKER,
  PIECE,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  YOUNG,
  ZERO,
} from '../pageword.ts';
import type { MemoryState, Side } from '../state.ts';
import { are, madvise, on, page, pages, ranges, region, span } from '../words.ts';

export const ZAP = {
  PMD_SPLIT: {
    number: 23,
    name: 'pmd.split',
    fn: '__split_huge_pmd_locked',
    rule: 'Z4',
    about: REGION,
    vmstat: ['thp_split_pmd'],
    counter: 'huge mappings split',
    cost: (c) => c.dontneedSplit,
    fold: splitPmd,
    words: (e) =>
      `the huge mapping of region ${region(e.page)} is split into 512 PTEs; the folio stays whole`,
  },
  DONTNEED: {
    number: 24,
    name: 'madvise.dontneed',
    fn: 'madvise_dontneed_single_vma',
    rule: 'Z2',
    about: range(),
    arg: 'pages',
    surveys: true,
    counter: 'madvise calls',
    cost: (c) => c.dontneedHole,
    call: madvise('MADV_DONTNEED'),
    words: (e) => `MADV_DONTNEED drops ${span(e.page, e.arg)} ${on(e)}: the next touch faults`,
  },
  ZAP: {
    number: 25,
    name: 'pte.zap',
    fn: 'zap_pte_range',
    rule: 'Z2',
    about: range(),
    arg: 'pages',
    content: 'gone',
    ledger: 'zapped',
    cost: (c) => c.dontneedSmall,
    fold: (s, h, page, n) => {
      const side = s.side(h);
      for (let p = page; p < page + n; p++) unmap(s, side, p);
      touchRange(s, h, page, n);
    },
    words: (e) =>
      `${span(e.page, e.arg)} ${are(e.arg)} zapped; a zapped piece of a 2 MiB folio gives back no memory`,
  },
  ZAP_PMD: {
    number: 26,
    name: 'pmd.zap',
    fn: 'zap_huge_pmd',
    rule: 'Z2',
    about: REGION,
    content: 'gone',
    ledger: 'zapped',
    cost: (c) => c.dontneedHuge,
    fold: zapPmd,
    words: (e) => `the call covers all of region ${region(e.page)}: its huge mapping goes without a split`,
  },
  FOLIO_DEFERRED: {
    number: 27,
    name: 'folio.deferred',
    fn: 'deferred_split_folio',
    rule: 'Z6',
    about: NOTHING,
    words: (e) =>
      `the folio of region ${region(e.page)} is queued for a deferred split; its 2 MiB stay allocated`,
  },
  FOLIO_FREE: {
    number: 28,
    name: 'folio.free',
    fn: 'free_unref_folios',
    rule: 'Z6',
    about: REGION,
    words: (e) => `the last piece of region ${region(e.page)}'s folio is gone: 2 MiB are freed`,
  },
  FREE: {
    number: 71,
    name: 'madvise.free',
    fn: 'madvise_free_single_vma',
    rule: 'Z9',
    about: range(),
    arg: 'pages',
    surveys: true,
    call: madvise('MADV_FREE'),
    words: (e) =>
      `MADV_FREE lets the kernel drop ${span(e.page, e.arg)} ${on(e)} under memory pressure; until then the content stays`,
  },
  LAZYFREE: {
    number: 72,
    name: 'pte.lazyfree',
    fn: 'folio_mark_lazyfree',
    rule: 'Z9',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => {
      const side = s.side(h);
      setPresent(s, side, page, n, 0, DIRTY | YOUNG);
      if (!s.folios || !side.frames) return;
      for (let p = page; p < page + n; p++) {
        const frame = side.frames[p]!;
        if (frame === NO_FRAME) continue;
        const folio = s.folios.folioAt(frame);
        s.folios.lazy[folio] = 1;
        s.folios.dirty[folio] = 0;
        s.folios.referenced[folio] = 0;
      }
    },
    words: (e) => `${span(e.page, e.arg)} ${are(e.arg)} clean, old and lazily free`,
  },
  COLD: {
    number: 73,
    name: 'madvise.cold',
    fn: 'madvise_cold_or_pageout_pte_range',
    rule: 'Z8',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => {
      const side = s.side(h);
      setPresent(s, side, page, n, 0, YOUNG);
      if (!s.folios || !side.frames) return;
      for (let p = page; p < page + n; p++) {
        const frame = side.frames[p]!;
        if (frame !== NO_FRAME) s.folios.referenced[s.folios.folioAt(frame)] = 0;
      }
    },
    words: (e) => `${span(e.page, e.arg)} ${are(e.arg)} no longer young`,
  },
  FOLIO_SPLIT: {
    number: 74,
    name: 'folio.split',
    fn: '__folio_split',
    rule: 'Z8',
    about: PAGE,
    work: (_, pages, tracks) => (tracks ? 2 * pages : PMD_PAGES),
    fold: (s, h, page) => splitFolio(s, s.side(h), page),
    words: (e) =>
      `the large folio at ${page(e.page)} is split into single pages; pieces that nobody maps are freed`,
  },
  ZERO_REMAP: {
    number: 75,
    name: 'folio.zeroRemap',
    fn: 'try_to_map_unused_to_zeropage',
    rule: 'Z8',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => {
      const side = s.side(h);
      for (let p = page; p < page + n; p++) {
        const w = side.words[p]!;
        dropFrame(s, side, p);
        side.rss--;
        side.words[p] = (w & ~(PTE_BITS | EPT_BITS)) | PRESENT | ZERO | YOUNG | (w & UFFD_WP);
      }
      touchRange(s, h, page, n);
    },
    words: (e) => `${span(e.page, e.arg)} held only zeroes: the split maps the zero page instead`,
  },
  GUARD: {
    number: 80,
    name: 'madvise.guard',
    fn: 'guard_install_set_pte',
    rule: 'Z14',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => {
      allocTable(s, h, page);
      setBits(s, s.side(h), page, n, GUARD_MARKER, UFFD_WP);
    },
    words: (e) =>
      e.arg === 1
        ? `${page(e.page)} becomes a guard page: a touch ends in SIGSEGV`
        : `${span(e.page, e.arg)} become guard pages: a touch ends in SIGSEGV`,
  },
  MARKER_CLEAR: {
    number: 81,
    name: 'pte.markerClear',
    fn: 'pte_marker_clear',
    rule: 'Z14',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => setBits(s, s.side(h), page, n, 0, PTE_BITS),
    words: (e) => `the markers of ${span(e.page, e.arg)} are removed: holes are left`,
  },
  PAGEOUT: {
    number: 91,
    name: 'madvise.pageout',
    fn: 'madvise_pageout',
    rule: 'Z8',
    about: NOTHING,
    arg: 'pages',
    call: madvise('MADV_PAGEOUT'),
    words: (e) => `MADV_PAGEOUT reclaims ${span(e.page, e.arg)} ${on(e)} as far as that goes without swap`,
  },
  MADVISEV: {
    number: 110,
    name: 'madvise.vector',
    fn: 'vector_madvise',
    rule: 'S0.12',
    about: NOTHING,
    page: 'of its first range',
    arg: 'ranges',
    call: (e) => `process_madvise(PIDFD_SELF, [${e.arg} ranges], ${e.arg}, MADV_DONTNEED, 0)`,
    words: (e) => `one call drops ${ranges(e.arg)} from ${page(e.page)} on, with one TLB flush`,
  },
  TLB_FLUSH: {
    number: 111,
    name: 'tlb.flush',
    fn: 'tlb_flush_mmu',
    rule: 'Z13',
    about: range(),
    arg: 'pages zapped before it',
    surveys: true,
    words: (e) => `the call zapped ${pages(e.arg)}: the TLBs of all CPUs that run the process are flushed`,
  },
} as const satisfies KindRows;

/** Every mapping of the folio under `page` becomes one of an order-0 folio. PMDs were split before. */
function splitFolio(s: MemoryState, side: Side, page: number): void {
  const { folios } = s;
  const folio = folios && side.frames ? folios.folioAt(side.frames[page]!) : 0;
  let dirty = 0;
  if (folios) folios.split(folio);
  for (const one of folios ? [s.src, s.dst] : [side]) {
    const region = page >>> PMD_ORDER;
    // Without frames all pieces of a region are of its own folio.
    const from = folios ? 0 : region << PMD_ORDER;
    const to = folios ? s.pages : from + PMD_PAGES;
    for (let p = from; p < to; p++) {
      const w = one.words[p]!;
      if (!(w & PIECE) || !(w & PRESENT)) continue;
      if (folios) {
        const frame = one.frames![p]!;
        const first = folios.first[folio]!;
        if (frame < first || frame >= first + (1 << folios.order[folio]!)) continue;
        folios.countMapping(frame, one.host);
        dirty |= w & DIRTY;
      }
      one.words[p] = w & ~PIECE;
      dropPiece(one, p >>> PMD_ORDER);
      s.touched[one.host][p >>> PMD_ORDER] = 1;
    }
  }
  if (!folios || !dirty) return;
  // try_to_migrate hands dirty bits of entries to the folio, and the split that to all of its pages.
  const first = folios.first[folio]!;
  for (let frame = first; frame < first + (1 << folios.order[folio]!); frame++)
    folios.dirty[folios.folioAt(frame)] = 1;
}
