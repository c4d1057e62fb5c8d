# Q: mprotect of half of one THP and half of the next in one call, and DONTNEED of what is PROT_NONE.
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7
mprotect A 1m 2m none
madvise A 1m 2p DONTNEED
write A 0 8
mprotect A 0 4m rw
read A 1m
madvise A 0 4m COLLAPSE
