# Q: MADV_FREE of one page of a THP splits the folio: do the frames stay where they were?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A
madvise A 3p 1p FREE
pfn-check A
madvise A 0 2m COLLAPSE
pfn-check A
pfn-old A 5p
