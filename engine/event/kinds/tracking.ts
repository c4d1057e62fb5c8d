/** Dirty tracking in page tables. On the source, LOGGED marks a page written since the last harvest, and TO_SEND is its bit in the
 *  manager's bitmap. */
import { hex, PMD_ORDER, sayBytes } from '../../base/units.ts';
import { changeSource, harvest, setPresent, touchRange } from '../entries.ts';
import { type KindRows, NOTHING, PAGE, range } from '../kind.ts';
import { LOGGED, TO_SEND, UFFD_WP, WRITE } from '../pageword.ts';
import { at, bytes, host, pages } from '../words.ts';

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
    words: (e) => `${host(e)}: soft-dirty bits of ${pages(e.arg)} are cleared and the pages write-protected`,
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
      `first write since the bits were cleared: ${e.arg > 1 ? `all ${pages(e.arg)} of the huge mapping at ${hex(e.page)} are` : `page ${hex(e.page)} is`} soft-dirty`,
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
    words: (e) => `pagemap of ${pages(e.arg)} is read: ${sayBytes(e.arg * 8)}, whether written or not`,
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
      `ioctl(4</proc/4711/pagemap>, PAGEMAP_SCAN, {${at(e.page)}, ${bytes(e.arg)}, PM_SCAN_WP_MATCHING|PM_SCAN_CHECK_WPASYNC, PAGE_IS_WRITTEN})`,
    words: (e) =>
      `one call walks ${pages(e.arg)}, reports those written since the last one, and write-protects them again`,
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
    words: (e) => `the write lifts the protection of page ${hex(e.page)} and goes on: nobody gets a message`,
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
    words: (e) => `tracking of writes starts: all ${pages(e.arg)} count as dirty once`,
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
    words: (e) => `the manager takes the ${pages(e.arg)} that its bitmap names`,
  },
} as const satisfies KindRows;
