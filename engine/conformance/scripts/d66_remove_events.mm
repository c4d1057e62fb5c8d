# Q: EVENT_REMOVE for DONTNEED, FREE, DONTNEED_LOCKED, REMOVE, munmap, over two VMAs, over nothing present, process_madvise.
mmap A 4m
write-range A 0 8p 7
uffd-open event_remove event_unmap
uffd-register A 0 4m missing
madvise A 0 2p DONTNEED
madvise A 2p 2p FREE
madvise A 4p 1p DONTNEED_LOCKED
madvise A 100p 1p DONTNEED
madvise A 0 1p REMOVE
madvise A 2m 2m HUGEPAGE
madvise A 1m 2m DONTNEED
pmadvise A 0 2p 1p 3 DONTNEED
munmap A 6p 1p
munmap A 1m 2m
