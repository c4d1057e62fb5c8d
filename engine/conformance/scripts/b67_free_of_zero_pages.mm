# Q: MADV_FREE and DONTNEED of 4K zero pages and of part of a huge zero page.
mmap A 4m
madvise A 2m 2m HUGEPAGE
read-range A 0 4p
read A 2m
madvise A 0 2p FREE
madvise A 2p 1p DONTNEED
madvise A 2m+3p 1p FREE
madvise A 2m 2m FREE
madvise A 2m 2m DONTNEED
