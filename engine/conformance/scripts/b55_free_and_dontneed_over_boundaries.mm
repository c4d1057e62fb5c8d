# Q: FREE and DONTNEED over half a THP, a whole one and a few small pages in one call: which is split?
mmap A 8m
madvise A 0 6m HUGEPAGE
write-range A 0 6m 7
write-range A 6m 4p 8
madvise A 1m 5m+2p FREE
madvise A 3m 3m+1p DONTNEED
