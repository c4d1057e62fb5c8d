# Q: fork of a THP with dropped pages; the child writes beside the holes; deferred frames when both are done.
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A
madvise A 0 4p DONTNEED
fork
child-write A 0 9
child-write A 8p 9
madvise A 4p 508p DONTNEED
pfn-old A 0
reap
pfn-old A 0
