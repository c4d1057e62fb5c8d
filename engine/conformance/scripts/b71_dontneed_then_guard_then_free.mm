# Q: A PTE table with one guard page left: does DONTNEED of the whole PMD free the table, and is the next write huge?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
madvise A 3p 1p GUARD_INSTALL
madvise A 0 2m DONTNEED
write A 0 8
madvise A 0 2m GUARD_REMOVE
madvise A 0 2m DONTNEED
write A 0 9
