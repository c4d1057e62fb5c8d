# Q: mremap of a THP to a place shifted by one page: the PMD must be split; does the folio stay?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7
mremap A 0 4m B shift=1p
madvise B 0 4m COLLAPSE
madvise B 511p 2m COLLAPSE
