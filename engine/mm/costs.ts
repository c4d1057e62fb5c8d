/** What operations cost in virtual time, ns, by profile; a `System` has one. Where each number is from, and what to make of
 *  it, stands in engine/mm/profiles.ts, which runs do without. */
import type { Scenario } from '../scenario/schema.ts';

export interface Costs {
  /** Write fault that maps one zeroed 4 KB page. */
  readonly faultSmall: number;
  /** Read fault that maps the 4 KB zero page. */
  readonly faultZero: number;
  /** Write fault that allocates, zeroes and maps 2 MiB. */
  readonly faultHuge: number;
  readonly faultHugeZero: number;
  readonly cowHuge: number;
  /** From the touch until the fault thread has read the message, fault thread on another CPU. */
  readonly userfault: number;
  /** The same in an empty region with hg: 2 MiB are allocated and zeroed first, and thrown away (F6). */
  readonly userfaultHugeWrite: number;
  /** madvise that only changes flags. */
  readonly madviseFlags: number;
  /** MADV_DONTNEED of one page: small, further piece of a split folio, first one in a huge page, hole (Z13). */
  readonly dontneedSmall: number;
  readonly dontneedPiece: number;
  readonly dontneedSplit: number;
  readonly dontneedHole: number;
  /** One more page in the same call. */
  readonly dontneedNext: number;
  /** A whole huge page in one call. */
  readonly dontneedHuge: number;
  /** The TLB flush that ends a call which zapped something; part of the costs above. */
  readonly tlbFlush: number;
  readonly uffdCopy: number;
  readonly uffdZeropage: number;
  readonly uffdRegister: number;
  readonly uffdUnregister: number;
  /** From UFFDIO_COPY until the woken thread runs again. */
  readonly wake: number;
  /** khugepaged: looking at one region; copying 512 pages into a new huge page. */
  readonly khugepagedScan: number;
  readonly collapse: number;
  /** EPT violation; fix of a write-protected leaf; splitting one 2 MiB leaf eagerly. */
  readonly eptFault: number;
  readonly eptFix: number;
  readonly eptSplit: number;
  /** Write to a protected page that stays where it is: soft-dirty, asynchronous uffd-wp, copy-on-write without a sharer (C1, U12). */
  readonly faultReuse: number;
  /** What the first write to a huge mapping under asynchronous uffd-wp takes beyond that: the split. */
  readonly faultWpSplit: number;
  /** KVM: protecting one more leaf, or clearing its dirty bit; KVM_CLEAR_DIRTY_LOG beyond its leaves. */
  readonly protectPage: number;
  readonly logClear: number;
  /** An exit because the PML buffer is full; because the dirty ring is, to user space and back. */
  readonly pmlExit: number;
  readonly ringExit: number;
  /** Reading one entry of a dirty ring; resetting it, its leaf protected again. */
  readonly ringEntry: number;
  readonly ringReset: number;
  /** A region in clear_refs, in pagemap, and in PAGEMAP_SCAN that finds nothing: mapped huge, or by a table of 512. */
  readonly softClearHuge: number;
  readonly softClearTable: number;
  readonly pagemapHuge: number;
  readonly pagemapTable: number;
  readonly scanHuge: number;
  readonly scanTable: number;
  /** A written page in PAGEMAP_SCAN: reported and protected again. */
  readonly scanWritten: number;
  /** Writing one page whole while the guest boots. */
  readonly populatePage: number;
  /** Copying one page out of the stream into memory that is there. */
  readonly memcpyPage: number;
  /** KVM_GET_DIRTY_LOG, a region of 512 pages. */
  readonly syncRegion: number;
  /** Finding one dirty range in QEMU's bitmap. */
  readonly rangeScan: number;
  /** Stopping or starting vCPUs and saving or loading device state. */
  readonly vmStop: number;
  readonly deviceLoad: number;
}

const MEASURED: Costs = {
  faultSmall: 1_549,
  faultZero: 643,
  faultHuge: 176_086,
  faultHugeZero: 1_001,
  cowHuge: 209_230,
  userfault: 18_032,
  userfaultHugeWrite: 79_664,
  madviseFlags: 670,
  dontneedSmall: 1_850,
  dontneedPiece: 1_135,
  dontneedSplit: 13_100,
  dontneedHole: 721,
  dontneedNext: 275,
  dontneedHuge: 5_779,
  tlbFlush: 414,
  uffdCopy: 2_173,
  uffdZeropage: 667,
  uffdRegister: 761,
  uffdUnregister: 746,
  wake: 25_000,
  khugepagedScan: 4_000,
  collapse: 601_785,
  eptFault: 3_000,
  eptFix: 1_200,
  eptSplit: 6_000,
  faultReuse: 787,
  faultWpSplit: 14_661,
  protectPage: 20,
  logClear: 1_142,
  pmlExit: 1_500,
  ringExit: 2_500,
  ringEntry: 5,
  ringReset: 39,
  softClearHuge: 330,
  softClearTable: 8_960,
  pagemapHuge: 1_024,
  pagemapTable: 28_211,
  scanHuge: 87,
  scanTable: 614,
  scanWritten: 44,
  populatePage: 150,
  memcpyPage: 400,
  syncRegion: 250,
  rangeScan: 200,
  vmStop: 300_000,
  deviceLoad: 1_500_000,
};

const MEASURED_BUSY: Costs = {
  ...MEASURED,
  dontneedSmall: 12_620,
  dontneedPiece: 11_586,
  dontneedSplit: 32_248,
  dontneedHole: 577,
  dontneedNext: 249,
  dontneedHuge: 18_247,
  tlbFlush: 11_009,
};

const PUBLISHED: Costs = {
  ...MEASURED,
  faultSmall: 750,
  faultZero: 250,
  faultHuge: 150_000,
  faultHugeZero: 250,
  cowHuge: 150_000,
  userfault: 4_250,
  userfaultHugeWrite: 154_250,
  dontneedSmall: 750,
  dontneedPiece: 750,
  uffdCopy: 1_500,
  wake: 4_250,
  collapse: 275_000,
  eptFault: 3_500,
  eptFix: 1_250,
};

export const COSTS: Readonly<Record<Scenario['costs'], Costs>> = {
  measured: MEASURED,
  'measured-busy': MEASURED_BUSY,
  published: PUBLISHED,
};
