# Q: A vector of guard pages, then DONTNEED over all: guards stay; a vector of removals takes them away.
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pmadvise A 0 8p 1p 4 GUARD_INSTALL
madvise A 0 1m DONTNEED
read A 8p
pmadvise A 0 8p 1p 3 GUARD_REMOVE
read A 8p
write A 0 9
