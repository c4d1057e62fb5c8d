# Q: fork of mlocked pages and a THP: is the child's VMA locked?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
write A 2m 7
mlock A 0 4m
fork
child-write A 0 9
madvise A 0 4p DONTNEED_LOCKED
reap
