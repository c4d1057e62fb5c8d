/** What the kernel's rules were in the year of the mail and what they are now: one row per change (FACTS V12, V13, V15, K9, S0.12,
 *  E1). Mechanisms ask for a change by its id (era.ts). */
import { later } from '../base/language.ts';

interface Change {
  readonly id: string;
  readonly rule: string;
  /** What holds in 2017, and what holds now, in words for a reader. */
  readonly was: () => string;
  readonly is: () => string;
}

export const CHANGES = [
  {
    id: 'collapse-pte-mapped-thp',
    rule: 'K9',
    was: later`khugepaged refuses a region if any PTE maps a piece of a large folio (page_compound)`,
    is: later`khugepaged copies pieces of large folios like other pages`,
  },
  {
    id: 'max-ptes-shared',
    rule: 'K4.6',
    was: later`one page that a fork shares stops a collapse (page_count)`,
    is: later`khugepaged copies up to max_ptes_shared shared pages`,
  },
  {
    id: 'thp-disable-per-mm',
    rule: 'V12',
    was: later`PR_SET_THP_DISABLE sets nh in VMAs that are mapped later and changes nothing else`,
    is: later`PR_SET_THP_DISABLE switches the whole process at once and leaves vm_flags alone`,
  },
  {
    id: 'thp-disable-except-advised',
    rule: 'V13',
    was: later`PR_SET_THP_DISABLE takes no flags`,
    is: later`PR_THP_DISABLE_EXCEPT_ADVISED still allows huge pages in hg memory`,
  },
  {
    id: 'process-madvise-self',
    rule: 'S0.12',
    was: later`one madvise call per range; the mail asks for a vectored call`,
    is: later`process_madvise on the caller itself takes 1,024 ranges per call, also with MADV_DONTNEED`,
  },
  {
    id: 'madv-collapse',
    rule: 'K11',
    was: later`there is no MADV_COLLAPSE`,
    is: later`MADV_COLLAPSE makes a huge page at once`,
  },
  {
    id: 'madv-populate',
    rule: 'V15',
    was: later`there is no MADV_POPULATE_READ and no MADV_POPULATE_WRITE`,
    is: later`both fault pages in`,
  },
  {
    id: 'guard-regions',
    rule: 'Z14',
    was: later`there is no MADV_GUARD_INSTALL`,
    is: later`MADV_GUARD_INSTALL writes guard markers into page tables`,
  },
  {
    id: 'dontneed-locked',
    rule: 'Z1',
    was: later`no advice drops locked memory`,
    is: later`MADV_DONTNEED_LOCKED drops it`,
  },
  {
    id: 'uffd-wp',
    rule: 'U12',
    was: later`userfaultfd reports only missing pages`,
    is: later`userfaultfd also reports writes to protected pages, has UFFDIO_WRITEPROTECT, and tracks writes asynchronously`,
  },
  {
    id: 'uffd-poison',
    rule: 'U13',
    was: later`there is no UFFDIO_POISON`,
    is: later`UFFDIO_POISON makes an access fail with SIGBUS`,
  },
  {
    id: 'uffd-move',
    rule: 'U14',
    was: later`there is no UFFDIO_MOVE: pages arrive by copy`,
    is: later`UFFDIO_MOVE moves pages, also whole huge pages`,
  },
  {
    id: 'pagemap-scan',
    rule: 'C5',
    was: later`a reader finds dirty pages in pagemap, 8 bytes per page`,
    is: later`PAGEMAP_SCAN finds and write-protects them in one pass`,
  },
  {
    id: 'mthp',
    rule: 'V11',
    was: later`an anonymous fault maps 4 KiB or 2 MiB`,
    is: later`an anonymous fault also maps folios from 16 KiB to 1 MiB, each size with its own switch`,
  },
  {
    id: 'reclaim-page-tables',
    rule: 'Z2',
    was: later`an empty PTE table stays until munmap`,
    is: later`a MADV_DONTNEED of the whole region frees its table`,
  },
  {
    id: 'ept-recover-in-place',
    rule: 'D10',
    was: later`when dirty logging ends, KVM zaps the 4 KiB leaves, and later faults map 2 MiB again`,
    is: later`KVM puts the huge leaves back in place, without a fault`,
  },
  {
    id: 'ept-eager-split',
    rule: 'D1',
    was: later`when dirty logging starts, KVM protects huge leaves and zaps each at its first write`,
    is: later`KVM splits huge leaves when logging starts (eager_page_split), or else at the first write`,
  },
  {
    id: 'kvm-manual-protect',
    rule: 'D5',
    was: later`KVM_GET_DIRTY_LOG reads, clears and protects in one call; a request for manual protection changes nothing`,
    is: later`KVM_CLEAR_DIRTY_LOG protects pages just before they are sent, and logging starts with all bits set`,
  },
  {
    id: 'kvm-dirty-ring',
    rule: 'D8',
    was: later`there is no dirty ring; a request for one gets the bitmap`,
    is: later`each vCPU has a ring of the pages that it dirtied; its cost does not grow with the guest`,
  },
  {
    id: 'no-clr-hugepage',
    rule: 'S0.1',
    was: later`MADV_CLR_HUGEPAGE, as the mail's patch proposes it, clears hg and nh`,
    is: later`it was never merged: EINVAL`,
  },
] as const satisfies readonly Change[];
export type ChangeId = (typeof CHANGES)[number]['id'];
