# Q: A THP mapped by 512 PTEs with nothing missing: does collapse copy it or put the PMD back?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A
mprotect A 3p 1p r
mprotect A 3p 1p rw
khugepaged-run
pfn-check A
