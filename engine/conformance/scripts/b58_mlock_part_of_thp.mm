# Q: mlock of a part of a THP: does the VMA boundary split the PMD, and does munlock bring back one VMA?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7
mlock A 3p 2p
munlock A 3p 2p
mlock A 2m 2m
madvise A 2m+3p 1p DONTNEED_LOCKED
write A 2m+3p 9
munlock A 0 4m
