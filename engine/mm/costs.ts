/** What operations cost in virtual time, ns. Measured medians of a Linux 6.18 guest (2 vCPUs, AMD EPYC, shared host);
 *  20-30 % from run to run: use ratios. Those marked N… are published or estimated figures of FACTS section 10. */
export const COSTS = {
  /** Write fault that maps one zeroed 4 KB page. */
  faultSmall: 1_549,
  /** Read fault that maps the 4 KB zero page. */
  faultZero: 643,
  /** Write fault that allocates, zeroes and maps 2 MiB. */
  faultHuge: 176_086,
  faultHugeZero: 1_001,
  cowHuge: 209_230,
  /** From the touch until the fault thread has read the message, fault thread on another CPU. */
  userfault: 18_032,
  /** The same in an empty region with hg: 2 MiB are allocated and zeroed first, and thrown away (F6). */
  userfaultHugeWrite: 79_664,
  /** madvise that only changes flags. */
  madviseFlags: 670,
  /** MADV_DONTNEED of one page: small, further piece of a split folio, first one in a huge page, hole. */
  dontneedSmall: 1_850,
  dontneedPiece: 1_135,
  dontneedSplit: 13_100,
  dontneedHole: 721,
  /** One more page in the same call. */
  dontneedNext: 275,
  /** A whole huge page in one call. */
  dontneedHuge: 5_779,
  uffdCopy: 2_173,
  uffdZeropage: 667,
  uffdRegister: 761,
  uffdUnregister: 746,
  /** From UFFDIO_COPY until the woken thread runs again. */
  wake: 25_000,
  /** khugepaged: looking at one region; copying 512 pages into a new huge page. */
  khugepagedScan: 4_000,
  collapse: 601_785,
  /** N15: EPT violation; fix of a write-protected leaf. */
  eptFault: 3_000,
  eptFix: 1_200,
  /** N15-like: splitting one 2 MiB EPT leaf eagerly. */
  eptSplit: 6_000,
  /** Copying one page out of the stream; touching one resident page. */
  memcpyPage: 400,
  /** KVM_GET_DIRTY_LOG, a region of 512 pages. */
  syncRegion: 250,
  /** Stopping or starting vCPUs and saving or loading device state. */
  vmStop: 300_000,
  deviceLoad: 1_500_000,
} as const;
