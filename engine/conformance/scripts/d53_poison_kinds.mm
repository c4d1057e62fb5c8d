# Q: UFFDIO_POISON over holes, present pages, zero pages, a THP, an empty VM_HUGEPAGE PMD, poison again.
mmap A 8m
madvise A 2m 6m HUGEPAGE
write A 0 7
read A 1p
write A 2m 8
read A 6m
uffd-open poison
uffd-register A 0 8m missing
uffd-poison A 0 1p
uffd-poison A 1p 1p
uffd-poison A 2p 2p
uffd-poison A 2p 4p
uffd-poison A 2m+3p 1p
uffd-poison A 6m 1p
uffd-poison A 4m 2m
uffd-poison A 0 0
madvise A 4m 2m DONTNEED
