# Q: fork of small pages: the child writes, then the parent: who copies, who reuses?
mmap A 2m
write-range A 0 4p 7
pfn-mark A
fork
child-write A 0 9
pfn-check A
write A 0 8
pfn-check A
write A 1p 8
child-write A 1p 9
reap
write A 2p 6
pfn-check A
