/** Cost profiles for a reader: whose numbers they are, how they were got, and where each is from: a row of
 *  engine/mm/measured.ts, a published figure (FACTS N13-N21, none of them checked), or nowhere, an assumption. */
import { later } from '../base/language.ts';
import type { Scenario } from '../scenario/schema.ts';
import { COSTS, type Costs } from './costs.ts';
import type { RowName } from './measured.ts';

/** Where a number is from. Without `how` it is the row's median, rounded. */
export type CostSource =
  | { readonly row: RowName; readonly how?: () => string }
  | { readonly published: string; readonly how: () => string }
  | { readonly assumed: () => string };

export interface CostProfile {
  readonly id: Scenario['costs'];
  readonly label: () => string;
  readonly cpu: () => string;
  readonly kernel: () => string;
  readonly unit: 'ns';
  readonly method: () => string;
  readonly caveats: readonly (() => string)[];
  readonly costs: Costs;
  readonly sources: Readonly<Record<keyof Costs, CostSource>>;
}

const MEASURED_SOURCES: CostProfile['sources'] = {
  faultSmall: { row: 'fault_write_4k' },
  faultZero: { row: 'fault_read_zero_4k' },
  faultHuge: { row: 'fault_write_2m_thp' },
  faultHugeZero: { row: 'fault_read_hzero_2m' },
  cowHuge: { row: 'fault_write_on_hzero' },
  userfault: { row: 'uffd_roundtrip_4k_other_cpu_until_event' },
  userfaultHugeWrite: { row: 'uffd_roundtrip_hugepage_empty_pmd_write_until_event' },
  madviseFlags: { row: 'madv_hugepage_whole_vma', how: later`rounded to tens` },
  dontneedSmall: { row: 'dontneed_4k_small_present' },
  dontneedPiece: { row: 'dontneed_4k_ptemapped_thp' },
  dontneedSplit: { row: 'dontneed_4k_first_split_thp' },
  dontneedHole: { row: 'dontneed_4k_absent' },
  dontneedNext: { row: 'dontneed_256m_one_call_small', how: later`divided by its 65,536 pages` },
  dontneedHuge: { row: 'dontneed_2m_thp' },
  tlbFlush: { row: 'dontneed_4k_ptemapped_thp', how: later`minus dontneedHole, which frees nothing` },
  uffdCopy: { row: 'uffd_copy_4k' },
  uffdZeropage: { row: 'uffd_zeropage_4k' },
  uffdRegister: { row: 'uffd_register_missing_256m_thp' },
  uffdUnregister: { row: 'uffd_unregister_missing_256m_thp' },
  wake: {
    row: 'uffd_roundtrip_4k_other_cpu',
    how: later`minus userfault and uffdCopy, rounded down to thousands`,
  },
  khugepagedScan: { assumed: later`512 PTEs at about 8 ns` },
  collapse: { row: 'khugepaged_collapse_full_speed' },
  eptFault: { published: 'N15', how: later`from 2 to 5 µs` },
  eptFix: { published: 'N15', how: later`from 1 to 1.5 µs` },
  eptSplit: { assumed: later`no figure found` },
  faultReuse: { row: 'wp_async_write_4k' },
  faultWpSplit: { row: 'wp_async_write_2m_thp', how: later`minus faultReuse` },
  protectPage: {
    assumed: later`twice the 8 ns per page of KVM_GET_DIRTY_LOG and KVM_CLEAR_DIRTY_LOG, measured without protected leaves`,
  },
  logClear: { row: 'clear_dirty_log_64' },
  pmlExit: { published: 'N20', how: later`from 1 to 2 µs` },
  ringExit: { assumed: later`an exit to user space and back` },
  ringEntry: { row: 'ring_harvest_entry' },
  ringReset: { assumed: later`19 ns per entry, measured without protected leaves, plus protectPage` },
  softClearHuge: {
    assumed: later`the time in which PAGEMAP_SCAN protects a THP, as the measured kernel has no soft-dirty bits`,
  },
  softClearTable: { published: 'N21', how: later`512 PTEs at 10 to 25 ns` },
  pagemapHuge: { row: 'pagemap_read_2m_thp' },
  pagemapTable: { row: 'pagemap_read_2m_small' },
  scanHuge: { row: 'pagemap_scan_2m_thp' },
  scanTable: { row: 'pagemap_scan_2m_small' },
  scanWritten: { row: 'pagemap_scan_wp_written', how: later`minus 1/512 of scanTable` },
  populatePage: { assumed: later`4 KiB written at about 27 GB/s` },
  memcpyPage: { assumed: later`4 KiB copied at about 10 GB/s` },
  syncRegion: { assumed: later`no figure found` },
  rangeScan: { assumed: later`no figure found` },
  vmStop: { assumed: later`a small guest` },
  deviceLoad: { assumed: later`a small guest` },
};

const CPU = later`AMD EPYC (family 25, model 17), KVM guest with 2 vCPUs on a shared host`;
const KERNEL = later`Linux 6.18.44`;
const METHOD = later`medians of six runs; a sample is one call or the mean of a batch; the process is pinned to one CPU`;
const CAVEATS = [
  later`runs differ by 20% to 30%, wake-ups across CPUs by 100% and more: compare ratios, not absolute times`,
  later`micro-benchmarks of one process with a warm page allocator and CPU mitigations on; every number includes about 20 ns of timer`,
  later`not bare metal`,
];

export const COST_PROFILES: readonly CostProfile[] = [
  {
    id: 'measured',
    label: later`Measured in a virtual machine`,
    cpu: CPU,
    kernel: KERNEL,
    unit: 'ns',
    method: METHOD,
    caveats: CAVEATS,
    costs: COSTS.measured,
    sources: MEASURED_SOURCES,
  },
  {
    id: 'measured-busy',
    label: later`Measured, with a second thread busy`,
    cpu: CPU,
    kernel: KERNEL,
    unit: 'ns',
    method: later`${METHOD}; a second thread of the process spins on the other CPU, so that TLB flushes reach it`,
    caveats: [
      later`only MADV_DONTNEED was measured this way; all other numbers are those without the second thread`,
      ...CAVEATS,
    ],
    costs: COSTS['measured-busy'],
    sources: {
      ...MEASURED_SOURCES,
      dontneedSmall: { row: 'dontneed_4k_small_present_mt' },
      dontneedPiece: { row: 'dontneed_4k_ptemapped_thp_mt' },
      dontneedSplit: { row: 'dontneed_4k_first_split_thp_mt' },
      dontneedHole: { row: 'dontneed_4k_absent_mt' },
      dontneedNext: {
        row: 'dontneed_2m_512_small_mt',
        how: later`minus dontneedSmall, divided by the other 511 pages`,
      },
      dontneedHuge: { row: 'dontneed_2m_thp_mt' },
      tlbFlush: { row: 'dontneed_4k_ptemapped_thp_mt', how: later`minus dontneedHole, which frees nothing` },
    },
  },
  {
    id: 'published',
    label: later`Published figures and estimates`,
    cpu: later`none in particular`,
    kernel: later`none in particular`,
    unit: 'ns',
    method: later`the middle of the range that is commonly quoted`,
    caveats: [
      later`estimates: no machine was measured`,
      later`operations without a published figure have the number measured in a virtual machine, or an assumption`,
    ],
    costs: COSTS.published,
    sources: {
      ...MEASURED_SOURCES,
      faultSmall: { published: 'N13', how: later`from 0.5 to 1 µs` },
      faultZero: { published: 'N13', how: later`a fault without zeroing, 0.25 µs` },
      faultHuge: { published: 'N14', how: later`from 100 to 200 µs` },
      faultHugeZero: { published: 'N13', how: later`a fault without zeroing, 0.25 µs` },
      cowHuge: { published: 'N14', how: later`from 100 to 200 µs: zeroes 2 MiB, too` },
      userfault: {
        published: 'N16',
        how: later`round trip from 5 to 15 µs, minus uffdCopy: half of the rest`,
      },
      userfaultHugeWrite: { published: 'N14, N16', how: later`userfault plus faultHuge` },
      dontneedSmall: { published: 'N18', how: later`from 0.5 to 1 µs` },
      dontneedPiece: { published: 'N18', how: later`from 0.5 to 1 µs` },
      uffdCopy: { published: 'N16', how: later`from 1 to 2 µs` },
      wake: { published: 'N16', how: later`round trip from 5 to 15 µs, minus uffdCopy: half of the rest` },
      collapse: { published: 'N19', how: later`from 150 to 400 µs` },
      eptFault: { published: 'N15', how: later`from 2 to 5 µs` },
      eptFix: { published: 'N15', how: later`from 1 to 1.5 µs` },
    },
  },
];
