# Q: 511 pages and one poisoned: khugepaged and MADV_COLLAPSE; after DONTNEED of it.
mmap A 2m
write-range A 0 511p 7
uffd-open poison
uffd-register A 0 2m missing
uffd-poison A 511p 1p
madvise A 0 2m HUGEPAGE
khugepaged-run
madvise A 0 2m COLLAPSE
uffd-unregister A 0 2m
khugepaged-run
madvise A 511p 1p DONTNEED
khugepaged-run
