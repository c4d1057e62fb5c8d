# Q: UFFDIO_MOVE of a THP onto a PMD with one page, with an empty page table, and of lazyfree and mlocked pages.
mmap A 6m
mmap B 6m
madvise B 0 4m HUGEPAGE
write-range B 0 4m 42
write-range B 4m 8p 43
madvise B 4m 4p FREE
write A 3p 7
write A 2m+3p 7
madvise A 2m+3p 1p DONTNEED
uffd-open move
uffd-register A 0 6m missing
uffd-move A 0 B 0 2m
uffd-move A 2m B 2m 2m
uffd-move A 4m B 4m 8p
