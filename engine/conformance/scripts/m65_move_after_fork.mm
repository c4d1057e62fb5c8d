# Q: mremap of pages shared with a child: still shared; writes on both sides then.
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
fork
mremap A 0 2m B
write B 3p 9
child-write A 4p 8
reap
