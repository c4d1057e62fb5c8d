# Q: fork of lazyfree pages; MADV_FREE of pages shared with a child.
mmap A 2m
write-range A 0 8p 7
madvise A 0 2p FREE
fork
madvise A 2p 2p FREE
child-write A 0 9
write A 1p 8
madvise A 0 8p PAGEOUT
reap
madvise A 4p 2p FREE
