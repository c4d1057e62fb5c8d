# Q: max_ptes_swap 0, and guard pages and poison, which khugepaged takes for swap entries.
mmap A 4m
write-range A 0 4m 7
madvise A 3p 2p GUARD_INSTALL
madvise A 2m+3p 1p GUARD_INSTALL
madvise A 0 4m HUGEPAGE
khugepaged-set max_ptes_swap 0
khugepaged-run
khugepaged-set max_ptes_swap 1
khugepaged-run
madvise A 0 4m COLLAPSE
