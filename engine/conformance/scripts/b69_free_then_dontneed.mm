# Q: Lazyfree pages: DONTNEED, munmap, mprotect none and a second FREE.
mmap A 2m
write-range A 0 8p 7
madvise A 0 8p FREE
madvise A 0 1p DONTNEED
munmap A 1p 1p
mprotect A 2p 1p none
madvise A 2p 6p FREE
mprotect A 2p 1p rw
write A 2p 9
read A 3p
