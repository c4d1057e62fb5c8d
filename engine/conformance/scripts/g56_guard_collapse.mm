# Q: A guard in an otherwise full PMD: khugepaged and MADV_COLLAPSE.
mmap A 2m
write-range A 0 2m 7
madvise A 5p 1p GUARD_INSTALL
madvise A 0 2m HUGEPAGE
khugepaged-run
madvise A 0 2m COLLAPSE
madvise A 5p 1p GUARD_REMOVE
khugepaged-run
