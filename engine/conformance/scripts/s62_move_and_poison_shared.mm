# Q: UFFDIO_MOVE from and to shared memory, UFFDIO_POISON in it.
mmap S 2m shared
mmap A 2m
write-range S 0 4p 7
write-range A 0 4p 8
uffd-open move poison
uffd-register S 0 2m missing
uffd-move S 5p A 0 1p
uffd-poison S 6p 1p
read S 6p
uffd-poison S 0 1p
uffd-copy S 6p 1p 5
madvise S 6p 1p DONTNEED
read S 6p
