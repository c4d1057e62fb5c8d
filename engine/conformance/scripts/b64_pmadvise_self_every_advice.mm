# Q: Which advice does process_madvise take for the process itself?
mmap A 2m
write-range A 0 8p 7
pmadvise A 0 1p 1p 4 COLD
pmadvise A 0 1p 1p 4 PAGEOUT
pmadvise A 0 1p 1p 4 WILLNEED
pmadvise A 0 2p 1p 2 DONTNEED_LOCKED
pmadvise A 0 1p 1p 4 POPULATE_READ
pmadvise A 4p 1p 1p 2 GUARD_INSTALL
pmadvise A 4p 1p 1p 2 GUARD_REMOVE
pmadvise A 0 2p 1p 4 DONTFORK
pmadvise A 0 2p 1p 4 DOFORK
pmadvise A 0 1p 1p 4 MERGEABLE
pmadvise A 0 1p 1p 4 REMOVE
pmadvise A 0 2m 2m 1 COLLAPSE
pmadvise A 1 1p 1p 2 DONTNEED
