# Q: RANDOM, SEQUENTIAL and NORMAL: VmFlags, VMA splits and merges, any effect on THP faults?
mmap A 6m
madvise A 0 6m HUGEPAGE
madvise A 2m 2m RANDOM
madvise A 2m 2m SEQUENTIAL
write A 2m 7
madvise A 2m 2m NORMAL
madvise A 3p 1p SEQUENTIAL
write A 0 7
madvise A 0 6m NORMAL
