# Q: UFFDIO_MOVE errors: unaligned, zero length, unregistered destination, overlapping, unmapped source, past the end, read-only source.
mmap A 2m
mmap B 2m
mmap R 2m
write-range B 0 8p 42
write R 0 43
mprotect R 0 2m r
uffd-open move
uffd-move A 0 B 0 1p
uffd-register A 0 2m missing
uffd-move A 1 B 0 1p
uffd-move A 0 B 0 0
uffd-move A 0 B 1 1p
uffd-move A 0 A 1p 2p
uffd-move A 2m-1p B 0 2p
uffd-move A 0 B 2m-1p 2p
uffd-move A 0 B 4m 1p
uffd-move A 0 R 0 1p
uffd-move B 0 B 4p 1p
madvise B 0 2m HUGEPAGE
uffd-move A 0 B 0 1p
mlock B 0 2m
uffd-move A 1p B 1p 1p
