# Q: Which advice does an mlocked range refuse: DONTNEED, FREE, COLD, PAGEOUT, GUARD_INSTALL, COLLAPSE, DONTNEED_LOCKED, MERGEABLE?
mmap A 4m
write-range A 0 4p 7
mlock A 0 2m
madvise A 0 1p DONTNEED
madvise A 0 1p FREE
madvise A 0 1p COLD
madvise A 0 1p PAGEOUT
madvise A 0 1p GUARD_INSTALL
madvise A 0 1p POPULATE_WRITE
madvise A 0 2m COLLAPSE
madvise A 0 4p DONTNEED_LOCKED
madvise A 0 4m DONTNEED
munlock A 0 2m
madvise A 0 4m DONTNEED
