# Q: A mapping that starts and ends inside PMDs: where do THPs come, and what do the edges get?
mmap A 6m shift=1m
madvise A 0 6m HUGEPAGE
write A 0 7
write A 1m 7
write A 5m 7
write A 1m-1p 8
read A 6m-1p
