# Q: HUGEPAGE, DONTNEED, mprotect and COLLAPSE while a thread sleeps on a hole.
mmap A 2m
write-range A 0 511p 7
uffd-open
uffd-register A 0 2m missing
write A 511p 9
madvise A 0 2m HUGEPAGE
madvise A 0 2m COLLAPSE
khugepaged-run
madvise A 0 4p DONTNEED
mprotect A 0 2m r
uffd-copy A 511p 1p 5
