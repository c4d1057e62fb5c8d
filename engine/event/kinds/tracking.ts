/** Dirty tracking in page tables. On the source, LOGGED marks a page written since the last harvest, and TO_SEND is its bit in the
 *  manager's bitmap. */
import { PMD_ORDER, sayBytes } from '../../base/units.ts';
import { changeSource, harvest, setPresent, touchRange } from '../entries.ts';
import { type KindRows, NOTHING, PAGE, range } from '../kind.ts';
import { LOGGED, TO_SEND, UFFD_WP, WRITE } from '../pageword.ts';
import { at, bytes, on, page, pages } from '../words.ts';

export const TRACKING = {
  SOFT_CLEAR: {
    number: 121,
    name: 'softdirty.clear',
    fn: 'clear_refs_write',
    rule: 'C1',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => setPresent(s, s.src, page, n, 0, LOGGED | WRITE),
    call: () => 'write(3</proc/4711/clear_refs>, "4", 1) = 1',
    words: (e) =>
      `the soft-dirty bits of ${pages(e.arg)} ${on(e)} are cleared, and the pages are write-protected`,
  },
  SOFT_DIRTY: {
    number: 122,
    name: 'softdirty.set',
    fn: 'pte_mksoft_dirty',
    rule: 'C1',
    about: range(),
    arg: 'pages',
    fold: (s, _h, page, n) => changeSource(s, page, n, LOGGED, 0),
    words: (e) =>
      e.arg > 1
        ? `first write since the bits were cleared: all ${pages(e.arg)} of the huge mapping at ${page(e.page)} become soft-dirty`
        : `first write since the bits were cleared: ${page(e.page)} becomes soft-dirty`,
  },
  PAGEMAP_READ: {
    number: 123,
    name: 'pagemap.read',
    fn: 'pagemap_read',
    rule: 'C2',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => harvest(s, page, n, LOGGED),
    call: (e) => `pread64(4</proc/4711/pagemap>, …, ${e.arg * 8}, ${e.page * 8}) = ${e.arg * 8}`,
    words: (e) =>
      `the manager reads the pagemap of ${pages(e.arg)}: ${sayBytes(e.arg * 8)}, whether the pages were written or not`,
  },
  PAGEMAP_SCAN: {
    number: 124,
    name: 'pagemap.scan',
    fn: 'do_pagemap_scan',
    rule: 'C5',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => {
      harvest(s, page, n, LOGGED);
      setPresent(s, s.src, page, n, UFFD_WP, WRITE);
    },
    call: (e) =>
      `ioctl(4</proc/4711/pagemap>, PAGEMAP_SCAN, {${at(e)}, ${bytes(e.arg)}, PM_SCAN_WP_MATCHING|PM_SCAN_CHECK_WPASYNC, PAGE_IS_WRITTEN})`,
    words: (e) =>
      `one call walks ${pages(e.arg)}, reports those written since the last call, and write-protects them again`,
  },
  WP_DIRTY: {
    number: 125,
    name: 'uffd.wpAsync',
    fn: 'uffd_wp_async',
    rule: 'U12',
    about: PAGE,
    fold: (s, _h, page) => {
      s.src.words[page] = s.src.words[page]! | LOGGED;
      s.touched[0][page >>> PMD_ORDER] = 1;
    },
    words: (e) => `the write lifts the protection of ${page(e.page)} and continues: nobody gets a message`,
  },
  TRACK_START: {
    number: 131,
    name: 'tracking.start',
    fn: '',
    rule: 'C3',
    about: range(),
    arg: 'pages',
    surveys: true,
    fold: (s, _h, page, n) => {
      const { words } = s.src;
      for (let p = page; p < page + n; p++) {
        const w = words[p]!;
        if (!(w & TO_SEND)) s.toSend++;
        words[p] = w | TO_SEND;
      }
      touchRange(s, 0, page, n);
    },
    words: (e) => `write tracking starts: all ${pages(e.arg)} count as dirty once`,
  },
  TRACK_TAKE: {
    number: 132,
    name: 'tracking.take',
    fn: '',
    rule: 'D9',
    about: NOTHING,
    arg: 'pages',
    fold: (s) => {
      const { words } = s.src;
      for (let p = 0; p < s.pages; p++) words[p] = words[p]! & ~TO_SEND;
      s.toSend = 0;
      s.touched[0].fill(1);
    },
    words: (e) => `the manager takes the ${pages(e.arg)} that are set in its bitmap`,
  },
} as const satisfies KindRows;
