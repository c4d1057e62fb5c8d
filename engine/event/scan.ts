/** khugepaged's verdicts (enum scan_result; FACTS 10b), spelled as the kernel's tracepoints spell them. Append only. */
export const SCAN_NAMES = [
  'succeeded',
  'pmd_none',
  'page_pmd_mapped',
  'exceed_none_pte',
  'pte_uffd_wp',
  'lack_referenced_page',
  'vma_check',
  'alloc_huge_page_failed',
  'failed',
  'exceed_shared_pte',
  'page_compound',
  'exceed_swap_pte',
  'page_count',
  'pte_mapped_hugepage',
  'truncated',
] as const;
export const SCAN_SUCCEED = 0;
export const SCAN_PMD_NONE = 1;
export const SCAN_PMD_MAPPED = 2;
export const SCAN_EXCEED_NONE_PTE = 3;
export const SCAN_PTE_UFFD_WP = 4;
export const SCAN_LACK_REFERENCED_PAGE = 5;
export const SCAN_VMA_CHECK = 6;
export const SCAN_ALLOC_HUGE_PAGE_FAIL = 7;
export const SCAN_FAIL = 8;
export const SCAN_EXCEED_SHARED_PTE = 9;
export const SCAN_PAGE_COMPOUND = 10;
export const SCAN_EXCEED_SWAP_PTE = 11;
export const SCAN_PAGE_COUNT = 12;
export const SCAN_PTE_MAPPED_HUGEPAGE = 13;
export const SCAN_TRUNCATED = 14;
