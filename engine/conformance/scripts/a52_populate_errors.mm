# Q: POPULATE over read-only, PROT_NONE, unmapped, unaligned and guarded ranges: which errno, and how far does it get?
mmap R 2m ro
mmap N 2m none
mmap A 2m
madvise R 0 2p POPULATE_READ
madvise R 2p 2p POPULATE_WRITE
madvise N 0 1p POPULATE_READ
madvise N 0 1p POPULATE_WRITE
munmap A 4p 1p
madvise A 2p 4p POPULATE_WRITE
madvise A 1 1p POPULATE_WRITE
madvise A 0 0 POPULATE_WRITE
madvise A 10p 1p GUARD_INSTALL
madvise A 8p 4p POPULATE_WRITE
madvise A 9p 3p POPULATE_READ
