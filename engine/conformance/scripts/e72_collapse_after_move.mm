# Q: A THP moved away with DONTUNMAP and a new one in its place: is each collapsed apart?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
mremap A 0 2m B dontunmap
write A 0 8
madvise A 0 2m COLLAPSE
madvise B 3p 1p DONTNEED
madvise B 0 2m COLLAPSE
