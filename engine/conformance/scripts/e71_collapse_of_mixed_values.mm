# Q: Contents through two collapses and a split: every page keeps its byte.
mmap A 2m
write-range A 0 2m 1 2p
write-range A 1p 2m-1p 2 4p
madvise A 0 2m COLLAPSE
madvise A 0 2p FREE
madvise A 0 2m COLLAPSE
