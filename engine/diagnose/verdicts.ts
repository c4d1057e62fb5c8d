/** khugepaged's verdicts on a region (enum scan_result, spelled as include/trace/events/huge_memory.h prints it): what each means, and
 *  what ends it. */
import { later, type Message } from '../base/language.ts';

export interface VerdictMeaning {
  readonly meaning: Message;
  readonly rules: readonly string[];
  /** What to do; null where nothing needs to be done, or nothing can. */
  readonly advice: Message | null;
}

const EMPTY: VerdictMeaning = {
  meaning: later`nothing is mapped in the region`,
  rules: ['K4.1'],
  advice: null,
};
const BUSY: VerdictMeaning = {
  meaning: later`a page of the region was in use by the kernel at that moment`,
  rules: ['K4'],
  advice: later`khugepaged looks again at its next visit. If the verdict stays, look for pins: RDMA, VFIO, io_uring, vmsplice.`,
};
const GONE: VerdictMeaning = {
  meaning: later`the VMA is gone, too small, or may not have huge pages`,
  rules: ['V10', 'K7'],
  advice: later`Print smaps of the process: VmFlags and THPeligible of this VMA name the reason.`,
};

const MEANINGS: Readonly<Record<string, VerdictMeaning>> = {
  no_writable_page: {
    meaning: later`the process may write none of the region’s pages: it only read them, or they are write-protected after a fork. Linux 6.18 removed this check`,
    rules: ['K4'],
    advice: later`Write to the region once, use MADV_POPULATE_WRITE, or run Linux 6.18 or newer.`,
  },
  exceed_none_pte: {
    meaning: later`more entries of the region are empty or zero pages than max_ptes_none allows; in memory with userfaultfd one is enough`,
    rules: ['K4.3', 'H13'],
    advice: later`Raise khugepaged/max_ptes_none (511 is the default), or wait for UFFDIO_UNREGISTER if the memory is registered.`,
  },
  exceed_swap_pte: {
    meaning: later`more pages of the region are swapped out than max_ptes_swap allows`,
    rules: ['K4.2'],
    advice: later`Read the memory so that it is swapped in, or raise khugepaged/max_ptes_swap.`,
  },
  exceed_shared_pte: {
    meaning: later`more pages of the region are shared with another process than max_ptes_shared allows`,
    rules: ['K4.6'],
    advice: later`A fork shares memory until either process writes it. Raise khugepaged/max_ptes_shared, or set MADV_DONTFORK.`,
  },
  pte_uffd_wp: {
    meaning: later`a page carries the write-protection mark of userfaultfd`,
    rules: ['K4.4', 'H27'],
    advice: later`Remove the marks with UFFDIO_WRITEPROTECT, or unregister the memory.`,
  },
  lack_referenced_page: {
    meaning: later`no page of the region was referenced lately`,
    rules: ['K4.10'],
    advice: later`The process has to use the memory again. MADV_COLLAPSE does not ask for it.`,
  },
  alloc_huge_page_failed: {
    meaning: later`the kernel found no free 2 MiB page`,
    rules: ['K10', 'H11'],
    advice: later`Free or compact memory (/proc/sys/vm/compact_memory); khugepaged waits alloc_sleep_millisecs after each failure.`,
  },
  ccgroup_charge_failed: {
    meaning: later`the limit of the memory cgroup left no room for 2 MiB`,
    rules: ['K6'],
    advice: later`Raise memory.max of the cgroup.`,
  },
  page_compound: {
    meaning: later`an entry maps a piece of a large folio, which kernels before Linux 5.8 do not collapse`,
    rules: ['K9', 'H10'],
    advice: later`Run Linux 5.8 or newer. Before it, only memory pressure splits the folio.`,
  },
  pte_mapped_hugepage: {
    meaning: later`512 entries map one huge page already, piece by piece`,
    rules: ['K9', 'Z4'],
    advice: null,
  },
  not_suitable_page_count: {
    ...BUSY,
    meaning: later`a page has more references than mappings: it is pinned`,
  },
  page_locked: BUSY,
  page_not_in_lru: BUSY,
  could_not_delete_page_from_lru: BUSY,
  page_lazyfree: {
    meaning: later`a page was given back with MADV_FREE and may be dropped`,
    rules: ['Z9'],
    advice: null,
  },
  vma_check_failed: GONE,
  vma_null: GONE,
  not_suitable_address_range: GONE,
  no_process_for_page: {
    meaning: later`the process ended, or prctl(PR_SET_THP_DISABLE) switched huge pages off`,
    rules: ['K7', 'V12'],
    advice: null,
  },
  pmd_none: EMPTY,
  pmd_null: EMPTY,
  page_pmd_mapped: {
    meaning: later`the region is a huge page already`,
    rules: ['K4.1'],
    advice: null,
  },
};

const OTHER: VerdictMeaning = {
  meaning: later`the region was not fit for a huge page at that moment`,
  rules: ['K4'],
  advice: null,
};

/** What a verdict means. */
export function verdictMeaning(status: string): VerdictMeaning {
  return MEANINGS[status] ?? OTHER;
}

/** Verdicts that need no collapse, or are one. */
export const isRefusal = (status: string): boolean =>
  status !== 'succeeded' && status !== 'page_pmd_mapped' && verdictMeaning(status) !== EMPTY;
