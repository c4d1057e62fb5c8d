# Q: GUARD_INSTALL over holes, zero pages, small, lazyfree, part and whole of a THP and of the huge zero page.
mmap A 8m
madvise A 2m 6m HUGEPAGE
write-range A 0 4p 7
madvise A 2p 2p FREE
read A 5p
write-range A 2m 4m 8
read A 6m
madvise A 1p 6p GUARD_INSTALL
madvise A 2m+3p 2p GUARD_INSTALL
madvise A 4m 2m GUARD_INSTALL
madvise A 6m+3p 1p GUARD_INSTALL
madvise A 0 8m GUARD_REMOVE
