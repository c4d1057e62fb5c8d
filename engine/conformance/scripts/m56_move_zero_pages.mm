# Q: mremap of 4K zero pages, a huge zero page whole and a part of it.
mmap A 6m
madvise A 2m 4m HUGEPAGE
read-range A 0 4p
read A 2m
read A 4m
mremap A 0 4m B
mremap A 4m+3p 2p C
write B 2m+1p 9
write C 0 9
