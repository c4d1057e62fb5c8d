# Q: khugepaged on a VMA that covers one whole PMD and two halves.
mmap A 4m shift=1m
write-range A 0 4m 7
madvise A 0 4m HUGEPAGE
khugepaged-run
madvise A 0 4m COLLAPSE
