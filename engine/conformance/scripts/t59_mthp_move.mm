# Q: UFFDIO_MOVE of one page out of a 64 KiB folio, and of 16 pages that are a whole folio.
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
mmap B 2m
madvise B 0 2m HUGEPAGE
write-range B 0 48p 42
uffd-open move
uffd-register A 0 2m missing
uffd-move A 3p B 3p 1p
uffd-move A 16p B 16p 16p
uffd-move A 33p B 40p 2p
