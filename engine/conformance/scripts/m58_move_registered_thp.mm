# Q: mremap of a registered THP range with EVENT_REMAP and DONTUNMAP: events, flags, and a fault in the old range.
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
uffd-open event_remap
uffd-register A 0 2m missing
mremap A 0 2m B dontunmap
read A 3p
uffd-copy A 3p 1p 5
madvise B 5p 1p DONTNEED
read B 5p
uffd-copy B 5p 1p 6
