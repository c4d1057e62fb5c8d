# Q: Which advice is refused on private anonymous memory, and with which errno over a gap, at an unaligned start, with length 0?
mmap A 2m
write-range A 0 8p 7
munmap A 6p 1p
madvise A 0 2p NORMAL
madvise A 0 2p RANDOM
madvise A 0 2p SEQUENTIAL
madvise A 0 2p WILLNEED
madvise A 0 2p REMOVE
madvise A 4p 4p HUGEPAGE
madvise A 4p 4p FREE
madvise A 4p 4p COLD
madvise A 4p 4p DONTDUMP
madvise A 4p 4p GUARD_INSTALL
madvise A 4p 4p COLLAPSE
madvise A 6p 1p DONTNEED
madvise A 1 1p HUGEPAGE
madvise A 1 1p COLLAPSE
madvise A 1p 0 FREE
madvise A 7p 1 FREE
