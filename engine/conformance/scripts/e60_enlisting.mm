# Q: What makes khugepaged look at a process: MADV_HUGEPAGE before and after the first touch, a small fault, a THP fault?
mmap A 2m
mmap B 2m
madvise A 0 2m HUGEPAGE
khugepaged-run
read A 0
khugepaged-run
write-range B 0 4p 7
khugepaged-run
madvise B 0 2m HUGEPAGE
khugepaged-run
