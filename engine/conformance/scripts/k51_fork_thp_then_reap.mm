# Q: A THP shared with a child that never writes: after the child is gone, does a write reuse the PMD without a copy?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A
fork
reap
write A 3p 9
pfn-check A
