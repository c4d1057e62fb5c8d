/** What the kernel's rules were in the year of the mail and what they are now: one line a change, and the only place where
 *  mechanisms ask for the year (FACTS V12, V13, V15, K9, S0.12, E1). */

export type Era = '2017' | 'modern';

export interface Change {
  readonly id: string;
  readonly rule: string;
  /** What holds in 2017, and what holds now, in words for a reader. */
  readonly was: string;
  readonly is: string;
}

/** Rules that differ. A mechanism asks `rules.has(id)`: true where today's behaviour holds. */
export const CHANGES = [
  {
    id: 'collapse-pte-mapped-thp',
    rule: 'K9',
    was: 'khugepaged refuses a region in which any PTE maps a piece of a large folio (page_compound)',
    is: 'pieces of large folios are copied like other pages',
  },
  {
    id: 'max-ptes-shared',
    rule: 'K4.6',
    was: 'a page shared by fork blocks a collapse (page_count)',
    is: 'up to max_ptes_shared shared pages are copied',
  },
  {
    id: 'thp-disable-per-mm',
    rule: 'V12',
    was: 'PR_SET_THP_DISABLE writes nh into VMAs mapped after it and touches nothing else',
    is: 'PR_SET_THP_DISABLE is a switch of the whole process, at once, and vm_flags stay as they are',
  },
  {
    id: 'thp-disable-except-advised',
    rule: 'V13',
    was: 'PR_SET_THP_DISABLE takes no flags',
    is: 'PR_THP_DISABLE_EXCEPT_ADVISED keeps hg memory huge',
  },
  {
    id: 'process-madvise-self',
    rule: 'S0.12',
    was: 'one madvise call a range: the mail wishes for a vector',
    is: 'process_madvise takes 1,024 ranges a call on oneself, DONTNEED included',
  },
  {
    id: 'madv-collapse',
    rule: 'K11',
    was: 'there is no MADV_COLLAPSE',
    is: 'MADV_COLLAPSE makes a huge page at once',
  },
  {
    id: 'madv-populate',
    rule: 'V15',
    was: 'there is no MADV_POPULATE_READ or MADV_POPULATE_WRITE',
    is: 'both fault pages in',
  },
  {
    id: 'guard-regions',
    rule: 'Z14',
    was: 'there is no MADV_GUARD_INSTALL',
    is: 'guard markers in page tables',
  },
  {
    id: 'dontneed-locked',
    rule: 'Z1',
    was: 'mlocked memory cannot be dropped',
    is: 'MADV_DONTNEED_LOCKED drops it',
  },
  {
    id: 'uffd-wp',
    rule: 'U12',
    was: 'userfaultfd knows missing pages only',
    is: 'write-protect faults, UFFDIO_WRITEPROTECT and asynchronous tracking',
  },
  {
    id: 'uffd-poison',
    rule: 'U13',
    was: 'there is no UFFDIO_POISON',
    is: 'UFFDIO_POISON',
  },
  {
    id: 'uffd-move',
    rule: 'U14',
    was: 'there is no UFFDIO_MOVE: a page arrives by copy',
    is: 'UFFDIO_MOVE moves pages, whole huge pages too',
  },
  {
    id: 'pagemap-scan',
    rule: 'C5',
    was: 'dirty pages are found by reading pagemap, 8 bytes a page',
    is: 'PAGEMAP_SCAN finds and write-protects them in one pass',
  },
  {
    id: 'mthp',
    rule: 'V11',
    was: 'an anonymous fault maps 4 KB or 2 MiB',
    is: 'also folios of 16 KB to 1 MiB, by size',
  },
  {
    id: 'reclaim-page-tables',
    rule: 'Z2',
    was: 'an emptied PTE table stays until munmap',
    is: 'a DONTNEED that covers the whole region frees its table',
  },
  {
    id: 'ept-recover-in-place',
    rule: 'D10',
    was: 'when dirty logging ends, KVM zaps the 4 KB leaves and later faults map 2 MiB again',
    is: 'huge leaves are recovered in place, with no fault',
  },
  {
    id: 'ept-eager-split',
    rule: 'D1',
    was: 'when dirty logging starts, KVM protects huge leaves, and zaps each at the first write to it',
    is: 'huge leaves are split when logging starts (eager_page_split), or else at the first write',
  },
  {
    id: 'kvm-manual-protect',
    rule: 'D5',
    was: 'KVM_GET_DIRTY_LOG reads, clears and protects in one go: who asks for manual protection gets that',
    is: 'KVM_CLEAR_DIRTY_LOG protects again just before sending, and logging starts with all bits set',
  },
  {
    id: 'kvm-dirty-ring',
    rule: 'D8',
    was: 'there is no dirty ring: who asks for one gets the bitmap',
    is: 'a ring of dirtied pages a vCPU, whose cost does not grow with the guest',
  },
  {
    id: 'no-clr-hugepage',
    rule: 'S0.1',
    was: 'MADV_CLR_HUGEPAGE is the proposal of the mail: it clears hg and nh',
    is: 'never merged: EINVAL',
  },
] as const satisfies readonly Change[];
export type ChangeId = (typeof CHANGES)[number]['id'];

export class Rules {
  constructor(readonly era: Era) {}

  /** Does today's side of the change hold? */
  has(_id: ChangeId): boolean {
    return this.era === 'modern';
  }
}
