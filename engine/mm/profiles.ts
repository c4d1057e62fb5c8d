/** Cost profiles for a reader: whose numbers they are, how they were got, and where each is from: a row of
 *  engine/mm/measured.ts, a published figure (FACTS N13-N21, none of them checked), or nowhere, an assumption. */
import type { Scenario } from '../scenario/schema.ts';
import { COSTS, type Costs } from './costs.ts';
import type { RowName } from './measured.ts';

/** Where a number is from. Without `how` it is the row's median, rounded. */
export type CostSource =
  | { readonly row: RowName; readonly how?: string }
  | { readonly published: string; readonly how: string }
  | { readonly assumed: string };

export interface CostProfile {
  readonly id: Scenario['costs'];
  readonly label: string;
  readonly cpu: string;
  readonly kernel: string;
  readonly unit: 'ns';
  readonly method: string;
  readonly caveats: readonly string[];
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
  madviseFlags: { row: 'madv_hugepage_whole_vma', how: 'rounded to tens' },
  dontneedSmall: { row: 'dontneed_4k_small_present' },
  dontneedPiece: { row: 'dontneed_4k_ptemapped_thp' },
  dontneedSplit: { row: 'dontneed_4k_first_split_thp' },
  dontneedHole: { row: 'dontneed_4k_absent' },
  dontneedNext: { row: 'dontneed_256m_one_call_small', how: 'divided by its 65,536 pages' },
  dontneedHuge: { row: 'dontneed_2m_thp' },
  tlbFlush: { row: 'dontneed_4k_ptemapped_thp', how: 'less dontneedHole: nothing is freed there' },
  uffdCopy: { row: 'uffd_copy_4k' },
  uffdZeropage: { row: 'uffd_zeropage_4k' },
  uffdRegister: { row: 'uffd_register_missing_256m_thp' },
  uffdUnregister: { row: 'uffd_unregister_missing_256m_thp' },
  wake: {
    row: 'uffd_roundtrip_4k_other_cpu',
    how: 'less userfault and uffdCopy, rounded down to whole thousands',
  },
  khugepagedScan: { assumed: '512 PTEs at about 8 ns' },
  collapse: { row: 'khugepaged_collapse_full_speed' },
  eptFault: { published: 'N15', how: 'from 2 to 5 µs' },
  eptFix: { published: 'N15', how: 'from 1 to 1.5 µs' },
  eptSplit: { assumed: 'no figure found' },
  faultReuse: { row: 'wp_async_write_4k' },
  faultWpSplit: { row: 'wp_async_write_2m_thp', how: 'less faultReuse' },
  protectPage: {
    assumed:
      'twice the 8 ns a page of KVM_GET_DIRTY_LOG and KVM_CLEAR_DIRTY_LOG, measured where no leaf is protected',
  },
  logClear: { row: 'clear_dirty_log_64' },
  pmlExit: { published: 'N20', how: 'from 1 to 2 µs' },
  ringExit: { assumed: 'an exit to user space and back' },
  ringEntry: { row: 'ring_harvest_entry' },
  ringReset: { assumed: '19 ns an entry, measured where no leaf is protected, and protectPage' },
  softClearHuge: {
    assumed: 'as PAGEMAP_SCAN takes to protect a THP: the measured kernel has no soft-dirty bits',
  },
  softClearTable: { published: 'N21', how: 'a PTE from 10 to 25 ns, 512 of them' },
  pagemapHuge: { row: 'pagemap_read_2m_thp' },
  pagemapTable: { row: 'pagemap_read_2m_small' },
  scanHuge: { row: 'pagemap_scan_2m_thp' },
  scanTable: { row: 'pagemap_scan_2m_small' },
  scanWritten: { row: 'pagemap_scan_wp_written', how: 'less a 512th of scanTable' },
  populatePage: { assumed: '4 KB written at about 27 GB/s' },
  memcpyPage: { assumed: '4 KB copied at about 10 GB/s' },
  syncRegion: { assumed: 'no figure found' },
  rangeScan: { assumed: 'no figure found' },
  vmStop: { assumed: 'a small guest' },
  deviceLoad: { assumed: 'a small guest' },
};

const CPU = 'AMD EPYC (family 25, model 17), KVM guest with 2 vCPUs on a shared host';
const KERNEL = 'Linux 6.18.44';
const METHOD =
  'medians of six runs; each sample one call or the mean of a batch, the process pinned to one CPU';
const CAVEATS = [
  'runs differ by 20 to 30 %, wake-ups across CPUs by 100 % and more: compare ratios, not absolute times',
  'single-process micro-benchmarks with a warm page allocator, CPU mitigations on; about 20 ns of timer are in every number',
  'not bare metal',
];

export const COST_PROFILES: readonly CostProfile[] = [
  {
    id: 'measured',
    label: 'Measured in a virtual machine',
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
    label: 'Measured, with a second thread busy',
    cpu: CPU,
    kernel: KERNEL,
    unit: 'ns',
    method: `${METHOD}, while a second thread of the process spins on the other, so that TLB flushes reach it`,
    caveats: ['only MADV_DONTNEED was measured so; the rest is as without the second thread', ...CAVEATS],
    costs: COSTS['measured-busy'],
    sources: {
      ...MEASURED_SOURCES,
      dontneedSmall: { row: 'dontneed_4k_small_present_mt' },
      dontneedPiece: { row: 'dontneed_4k_ptemapped_thp_mt' },
      dontneedSplit: { row: 'dontneed_4k_first_split_thp_mt' },
      dontneedHole: { row: 'dontneed_4k_absent_mt' },
      dontneedNext: {
        row: 'dontneed_2m_512_small_mt',
        how: 'less dontneedSmall, divided by the other 511 pages',
      },
      dontneedHuge: { row: 'dontneed_2m_thp_mt' },
      tlbFlush: { row: 'dontneed_4k_ptemapped_thp_mt', how: 'less dontneedHole: nothing is freed there' },
    },
  },
  {
    id: 'published',
    label: 'Published figures and estimates',
    cpu: 'none in particular',
    kernel: 'none in particular',
    unit: 'ns',
    method: 'the middle of the range that is commonly quoted',
    caveats: [
      'estimates: nothing here was checked against a machine',
      'what nobody quotes is as measured in a virtual machine, or assumed',
    ],
    costs: COSTS.published,
    sources: {
      ...MEASURED_SOURCES,
      faultSmall: { published: 'N13', how: 'from 0.5 to 1 µs' },
      faultZero: { published: 'N13', how: 'a fault without clearing, 0.25 µs' },
      faultHuge: { published: 'N14', how: 'from 100 to 200 µs' },
      faultHugeZero: { published: 'N13', how: 'a fault without clearing, 0.25 µs' },
      cowHuge: { published: 'N14', how: 'from 100 to 200 µs: 2 MiB are cleared here too' },
      userfault: { published: 'N16', how: 'round trip from 5 to 15 µs, less uffdCopy: half of the rest' },
      userfaultHugeWrite: { published: 'N14, N16', how: 'userfault and faultHuge' },
      dontneedSmall: { published: 'N18', how: 'from 0.5 to 1 µs' },
      dontneedPiece: { published: 'N18', how: 'from 0.5 to 1 µs' },
      uffdCopy: { published: 'N16', how: 'from 1 to 2 µs' },
      wake: { published: 'N16', how: 'round trip from 5 to 15 µs, less uffdCopy: half of the rest' },
      collapse: { published: 'N19', how: 'from 150 to 400 µs' },
      eptFault: { published: 'N15', how: 'from 2 to 5 µs' },
      eptFix: { published: 'N15', how: 'from 1 to 1.5 µs' },
    },
  },
];
