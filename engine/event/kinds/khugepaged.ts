/** khugepaged. */
import { PMD_ORDER } from '../../base/units.ts';
import { mapHuge } from '../entries.ts';
import { type KindRows, NOTHING, REGION } from '../kind.ts';
import { SCAN_NAMES } from '../scan.ts';
import { count, on, page, region } from '../words.ts';

export const KHUGEPAGED = {
  KH_WAKE: {
    number: 40,
    name: 'khugepaged.wake',
    fn: 'khugepaged_do_scan',
    rule: 'K3',
    about: NOTHING,
    arg: 'pass number',
    placeless: true,
    words: (e) => `khugepaged wakes for pass ${e.arg} ${on(e)}`,
  },
  KH_SCAN: {
    number: 41,
    name: 'khugepaged.scan',
    fn: 'hpage_collapse_scan_pmd',
    rule: 'K4',
    about: REGION,
    arg: 'scan code in bits 0-7, none or zero PTEs above',
    surveys: true,
    cost: (c) => c.khugepagedScan,
    words: (e) =>
      e.arg >>> 8
        ? `khugepaged scans region ${region(e.page)}: ${SCAN_NAMES[e.arg & 255]}, holes or zero pages: ${e.arg >>> 8}`
        : `khugepaged scans region ${region(e.page)}: ${SCAN_NAMES[e.arg & 255]}`,
  },
  COLLAPSE: {
    number: 42,
    name: 'khugepaged.collapse',
    fn: 'collapse_huge_page',
    rule: 'K6',
    about: REGION,
    arg: 'holes and zero pages that became zeroes',
    ledger: 'collapsed',
    vmstat: ['thp_collapse_alloc'],
    counter: 'regions collapsed',
    cost: (c) => c.collapse,
    fold: (s, h, page, filled) => {
      mapHuge(s, h, page);
      s.filled += filled;
    },
    words: (e) =>
      e.arg
        ? `region ${region(e.page)} is copied into one new 2 MiB page; holes that now read as zeroes: ${count(e.arg)}`
        : `region ${region(e.page)} is copied into one new 2 MiB page`,
  },
  FILE_COLLAPSE: {
    number: 100,
    name: 'shmem.collapse',
    fn: 'collapse_file',
    rule: 'K11',
    about: NOTHING,
    page: 'where the file was mapped first',
    arg: 'holes that became zeroes',
    reach: REGION,
    needsFolios: true,
    fold: (s, _h, home) => {
      const folios = s.trackFolios();
      folios.addToCache(home, PMD_ORDER);
      folios.dirty[folios.folioAt(folios.cache[home]!)] = 1;
    },
    words: (e) =>
      `512 pages of the file from ${page(e.page)} on are copied into one new 2 MiB folio; every process that maps them faults again`,
  },
} as const satisfies KindRows;
