/** Rows of the measurement that costs are taken from: median of six runs' medians, lowest and highest of
 *  them, all ns; then what one sample is. `_mt` rows: a second thread of the same process spins on the other CPU, so that
 *  TLB flushes reach it. */
export type Row = readonly [median: number, lowest: number, highest: number, what: string];

export const ROWS = {
  fault_write_4k: [
    1548.7,
    1326,
    1806.9,
    'fault: VM_NOHUGEPAGE, sequential over 8 MiB; includes clearing the page and 1/512 of a PTE table',
  ],
  fault_read_zero_4k: [642.7, 621.6, 775.9, 'fault: VM_NOHUGEPAGE, maps the 4K zero page'],
  fault_write_2m_thp: [176085.5, 173988, 218084, 'fault: VM_HUGEPAGE, empty PMD; includes clearing 2 MiB'],
  fault_read_hzero_2m: [1001, 901, 1362, 'fault: VM_HUGEPAGE, empty PMD, maps the huge zero page'],
  fault_write_on_hzero: [
    209230,
    174609,
    213226,
    'fault: write to a huge zero PMD: a THP is allocated and cleared',
  ],
  madv_hugepage_whole_vma: [671, 551, 761, 'call: 64 MiB VMA, flag changes, no split'],
  dontneed_4k_small_present: [1849.9, 1422.8, 1989.5, 'call: order-0 page present, zap + TLB flush + free'],
  dontneed_4k_ptemapped_thp: [
    1135.1,
    963.8,
    1368.8,
    'call: page of an already split THP (folio not freed until its last page goes)',
  ],
  dontneed_4k_first_split_thp: [
    13099.5,
    11307,
    13500,
    'call: first 4K DONTNEED in a PMD-mapped THP: PMD split',
  ],
  dontneed_4k_absent: [721, 590.1, 752.2, 'call: PTE table exists, PTE empty'],
  dontneed_2m_thp: [5778.5, 5679, 7261, 'call: one PMD-mapped THP, one call'],
  dontneed_256m_one_call_small: [18008335.5, 16121949, 21507722, 'call: 256 MiB of small pages'],
  dontneed_4k_small_present_mt: [
    12620.3,
    11205.5,
    17183.9,
    'call: order-0 page present, zap + TLB flush + free',
  ],
  dontneed_4k_ptemapped_thp_mt: [
    11586.4,
    9684.7,
    15036.9,
    'call: page of an already split THP (folio not freed until its last page goes)',
  ],
  dontneed_4k_first_split_thp_mt: [
    32247.5,
    28512,
    37396,
    'call: first 4K DONTNEED in a PMD-mapped THP: PMD split',
  ],
  dontneed_4k_absent_mt: [577.2, 559.7, 693.5, 'call: PTE table exists, PTE empty'],
  dontneed_2m_thp_mt: [18247, 14551, 22504, 'call: one PMD-mapped THP, one call'],
  dontneed_2m_512_small_mt: [
    139897.5,
    118536,
    163182,
    'call: 512 small pages, one 2 MiB call (PTE table freed too)',
  ],
  uffd_copy_4k: [2173.2, 1744.1, 2380.4, 'ioctl: UFFDIO_COPY of one page, DONTWAKE, sequential'],
  uffd_zeropage_4k: [667.4, 581, 707.1, 'ioctl: UFFDIO_ZEROPAGE of one page'],
  uffd_roundtrip_4k_other_cpu: [
    46038.5,
    31807,
    74070,
    'userfault: touch in thread on CPU1, handler polls on CPU0: fault, event, COPY, woken; VM_NOHUGEPAGE',
  ],
  uffd_roundtrip_4k_other_cpu_until_event: [
    18031.5,
    7631,
    31677,
    'userfault: the round trip’s first part, from the touch until the handler has read the event',
  ],
  uffd_roundtrip_hugepage_empty_pmd_write_until_event: [
    79663.5,
    65707,
    89753,
    'userfault: VM_HUGEPAGE, write to a wholly empty PMD, from the touch until the handler has read the event',
  ],
  uffd_register_missing_256m_thp: [761, 711, 902, 'ioctl: 256 MiB, one VMA'],
  uffd_unregister_missing_256m_thp: [746, 681, 872, 'ioctl: 256 MiB, one VMA'],
  wp_async_write_4k: [
    787.1,
    757.8,
    795.2,
    'fault: write to a page that asynchronous uffd-wp protects; nothing is copied, nobody told',
  ],
  wp_async_write_2m_thp: [15448, 14546, 15560, 'fault: the first such write in a THP: the PMD is split'],
  pagemap_read_2m_small: [28211, 21709, 30310, 'read: pagemap of 512 small pages, 8 bytes each; of 256 MiB'],
  pagemap_read_2m_thp: [1024, 973, 1075, 'read: the same of one THP'],
  pagemap_scan_2m_small: [614, 512, 666, 'ioctl: PAGEMAP_SCAN for written pages, none of 512 is; of 256 MiB'],
  pagemap_scan_2m_thp: [87, 82, 92, 'ioctl: the same of one THP'],
  pagemap_scan_wp_written: [44.7, 43.6, 45, 'ioctl: one more written page in it, protected again'],
  clear_dirty_log_64: [
    1142,
    861,
    1462,
    'ioctl: KVM_CLEAR_DIRTY_LOG of 64 pages of a virtual machine whose code KVM emulates, so that no leaf is protected',
  ],
  ring_harvest_entry: [5.2, 5.1, 5.6, 'one entry of KVM’s dirty ring read and marked; of 60,000'],
  khugepaged_collapse_full_speed: [
    601784.6,
    545910.6,
    661176.8,
    '2 MiB: khugepaged itself, scan_sleep 0, 256 MiB of small pages, total time / 128',
  ],
} as const satisfies Readonly<Record<string, Row>>;
export type RowName = keyof typeof ROWS;
