# Q: max_ptes_none 510 and 511 against 511 and 512 holes; 0 against none.
mmap A 6m
write A 0 7
write-range A 2m 2p 7
write-range A 4m 2m 7
madvise A 0 6m HUGEPAGE
khugepaged-set max_ptes_none 510
khugepaged-run
khugepaged-set max_ptes_none 511
khugepaged-run
khugepaged-set max_ptes_none 0
madvise A 4m 1p DONTNEED
write A 4m 8
khugepaged-run
