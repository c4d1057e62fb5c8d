# Q: UFFDIO_MOVE of pages shared with a child: small page, a page of a THP, a whole THP.
mmap A 4m
mmap B 4m
madvise B 2m 2m HUGEPAGE
write-range B 0 4p 42
write-range B 2m 2m 43
uffd-open move
uffd-register A 0 4m missing
fork
uffd-move A 0 B 0 1p
uffd-move A 2m B 2m 1p
uffd-move A 2m B 2m 2m
reap
uffd-move A 0 B 0 1p
uffd-move A 2m B 2m 2m
