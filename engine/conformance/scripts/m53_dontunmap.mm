# Q: MREMAP_DONTUNMAP of small pages and a THP: old range stays mapped and empty; what do faults there give?
mmap A 4m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
write-range A 2m 4p 8
mremap A 0 4m B dontunmap
read A 3p
write A 2m 9
read B 0
mremap A 0 1m C dontunmap
