# Q: fork of 4K zero pages, a huge zero page and holes: what has the child, and what does its write get?
mmap A 6m
madvise A 2m 4m HUGEPAGE
read-range A 0 2p
read A 2m
fork
child-write A 0 9
child-write A 3p 9
child-write A 2m+3p 9
child-write A 4m 9
child-read A 4m+1p
reap
