# Q: MADV_COLLAPSE of a THP with dropped pages: a new folio, and the old frames then?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A
madvise A 3p 1p DONTNEED
pfn-old A 3p
madvise A 0 2m COLLAPSE
pfn-check A
pfn-old A 3p
