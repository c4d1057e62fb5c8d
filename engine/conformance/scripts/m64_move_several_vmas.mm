# Q: mremap over three VMAs that differ in flags, without and with DONTUNMAP.
mmap A 6m
madvise A 2m 2m HUGEPAGE
write A 0 7
write A 2m 7
write A 4m 7
mremap A 0 6m B
mremap B 0 6m C dontunmap
