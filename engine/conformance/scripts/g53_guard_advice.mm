# Q: DONTNEED, FREE, COLD, PAGEOUT and mlock over guards: which remain?
mmap A 2m
write-range A 0 8p 7
madvise A 2p 2p GUARD_INSTALL
madvise A 0 8p FREE
madvise A 0 8p COLD
madvise A 0 8p PAGEOUT
madvise A 0 8p DONTNEED
mlock A 0 8p
madvise A 2p 2p GUARD_REMOVE
munlock A 0 8p
madvise A 2p 2p GUARD_REMOVE
