/** khugepaged's verdicts (enum scan_result; FACTS 10b), in the kernel's spelling and small letters. */
export const SCAN_NAMES = [
  'succeed',
  'pmd_none',
  'pmd_mapped',
  'exceed_none_pte',
  'pte_uffd_wp',
  'lack_referenced_page',
  'vma_check',
  'alloc_huge_page_fail',
] as const;
export const SCAN_SUCCEED = 0;
export const SCAN_PMD_NONE = 1;
export const SCAN_PMD_MAPPED = 2;
export const SCAN_EXCEED_NONE_PTE = 3;
export const SCAN_PTE_UFFD_WP = 4;
export const SCAN_LACK_REFERENCED_PAGE = 5;
export const SCAN_VMA_CHECK = 6;
