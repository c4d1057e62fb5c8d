# Q: The parent writes first to a shared THP, drops it, writes again; then the child reads and writes.
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
fork
write A 3p 9
madvise A 0 2m DONTNEED
write A 3p 8
child-read A 3p
child-write A 4p 6
reap
