# Q: UFFDIO_MOVE of a THP to a place that is not 2 MiB aligned, and of 2 MiB from the middle of one THP to the middle of the next.
mmap A 6m
mmap B 6m
madvise B 0 6m HUGEPAGE
write-range B 0 6m 42
uffd-open move
uffd-register A 0 6m missing
uffd-move A 1p B 0 2m
uffd-move A 4m B 3m 1m
uffd-move A 5m B 4m 1m
