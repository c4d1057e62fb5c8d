/** Rows of the measurement that costs are taken from: median of six runs' medians, lowest and highest of
 *  them, all ns; then what one sample is. `_mt` rows: a second thread of the same process spins on the other CPU, so that
 *  TLB flushes reach it. */
import { later } from '../base/language.ts';

export type Row = readonly [median: number, lowest: number, highest: number, what: () => string];

export const ROWS = {
  fault_write_4k: [
    1548.7,
    1326,
    1806.9,
    later`fault: VM_NOHUGEPAGE, sequential over 8 MiB; includes zeroing the page and 1/512 of a PTE table`,
  ],
  fault_read_zero_4k: [642.7, 621.6, 775.9, later`fault: VM_NOHUGEPAGE, maps the 4 KiB zero page`],
  fault_write_2m_thp: [
    176085.5,
    173988,
    218084,
    later`fault: VM_HUGEPAGE, empty PMD; includes zeroing 2 MiB`,
  ],
  fault_read_hzero_2m: [1001, 901, 1362, later`fault: VM_HUGEPAGE, empty PMD, maps the huge zero page`],
  fault_write_on_hzero: [
    209230,
    174609,
    213226,
    later`fault: write to a huge zero PMD, allocates and zeroes a THP`,
  ],
  madv_hugepage_whole_vma: [671, 551, 761, later`call: 64 MiB VMA, flag changes, no split`],
  dontneed_4k_small_present: [
    1849.9,
    1422.8,
    1989.5,
    later`call: an order-0 page is present; zap, TLB flush and free`,
  ],
  dontneed_4k_ptemapped_thp: [
    1135.1,
    963.8,
    1368.8,
    later`call: a page of a THP that is already split; its last page frees the folio`,
  ],
  dontneed_4k_first_split_thp: [
    13099.5,
    11307,
    13500,
    later`call: the first 4 KiB in a PMD-mapped THP, splits the PMD`,
  ],
  dontneed_4k_absent: [721, 590.1, 752.2, later`call: the PTE table exists, the PTE is empty`],
  dontneed_2m_thp: [5778.5, 5679, 7261, later`call: one PMD-mapped THP`],
  dontneed_256m_one_call_small: [18008335.5, 16121949, 21507722, later`call: 256 MiB of small pages`],
  dontneed_4k_small_present_mt: [
    12620.3,
    11205.5,
    17183.9,
    later`call: an order-0 page is present; zap, TLB flush and free`,
  ],
  dontneed_4k_ptemapped_thp_mt: [
    11586.4,
    9684.7,
    15036.9,
    later`call: a page of a THP that is already split; its last page frees the folio`,
  ],
  dontneed_4k_first_split_thp_mt: [
    32247.5,
    28512,
    37396,
    later`call: the first 4 KiB in a PMD-mapped THP, splits the PMD`,
  ],
  dontneed_4k_absent_mt: [577.2, 559.7, 693.5, later`call: the PTE table exists, the PTE is empty`],
  dontneed_2m_thp_mt: [18247, 14551, 22504, later`call: one PMD-mapped THP`],
  dontneed_2m_512_small_mt: [
    139897.5,
    118536,
    163182,
    later`call: 2 MiB of 512 small pages, also frees the PTE table`,
  ],
  uffd_copy_4k: [2173.2, 1744.1, 2380.4, later`ioctl: UFFDIO_COPY of one page, DONTWAKE, sequential`],
  uffd_zeropage_4k: [667.4, 581, 707.1, later`ioctl: UFFDIO_ZEROPAGE of one page`],
  uffd_roundtrip_4k_other_cpu: [
    46038.5,
    31807,
    74070,
    later`userfault: a thread on CPU 1 touches a page, a handler on CPU 0 polls; fault, event, UFFDIO_COPY, wake; VM_NOHUGEPAGE`,
  ],
  uffd_roundtrip_4k_other_cpu_until_event: [
    18031.5,
    7631,
    31677,
    later`userfault: first part of the round trip, from the touch until the handler has read the event`,
  ],
  uffd_roundtrip_hugepage_empty_pmd_write_until_event: [
    79663.5,
    65707,
    89753,
    later`userfault: VM_HUGEPAGE, write to an empty PMD, from the touch until the handler has read the event`,
  ],
  uffd_register_missing_256m_thp: [761, 711, 902, later`ioctl: 256 MiB, one VMA`],
  uffd_unregister_missing_256m_thp: [746, 681, 872, later`ioctl: 256 MiB, one VMA`],
  wp_async_write_4k: [
    787.1,
    757.8,
    795.2,
    later`fault: write to a page under asynchronous uffd-wp; no copy, no message`,
  ],
  wp_async_write_2m_thp: [15448, 14546, 15560, later`fault: the first such write in a THP, splits the PMD`],
  pagemap_read_2m_small: [
    28211,
    21709,
    30310,
    later`read: pagemap of 512 small pages in 256 MiB, 8 bytes per page`,
  ],
  pagemap_read_2m_thp: [1024, 973, 1075, later`read: the same for one THP`],
  pagemap_scan_2m_small: [
    614,
    512,
    666,
    later`ioctl: PAGEMAP_SCAN for written pages; none of 512 is written; in 256 MiB`,
  ],
  pagemap_scan_2m_thp: [87, 82, 92, later`ioctl: the same for one THP`],
  pagemap_scan_wp_written: [44.7, 43.6, 45, later`ioctl: each further written page, protected again`],
  clear_dirty_log_64: [
    1142,
    861,
    1462,
    later`ioctl: KVM_CLEAR_DIRTY_LOG of 64 pages; KVM emulates the code of this guest, so that no leaf is protected`,
  ],
  ring_harvest_entry: [5.2, 5.1, 5.6, later`one entry of KVM’s dirty ring, read and marked; mean of 60,000`],
  khugepaged_collapse_full_speed: [
    601784.6,
    545910.6,
    661176.8,
    later`2 MiB: khugepaged with scan_sleep 0 on 256 MiB of small pages, total time / 128`,
  ],
} as const satisfies Readonly<Record<string, Row>>;
export type RowName = keyof typeof ROWS;
