# Q: UFFDIO_MOVE of 4K zero pages, of the huge zero page and of a piece of it.
mmap A 6m
mmap B 6m
madvise B 2m 4m HUGEPAGE
read-range B 0 2p
read B 2m
read B 4m
uffd-open move
uffd-register A 0 6m missing
uffd-move A 0 B 0 2p
uffd-move A 2m B 2m 2m
uffd-move A 4m B 4m+3p 1p
write A 0 9
