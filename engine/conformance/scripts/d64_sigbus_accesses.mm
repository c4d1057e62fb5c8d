# Q: SIGBUS mode: read, write, write(2), POPULATE_READ, POPULATE_WRITE and mlock of holes; after COPY.
mmap A 2m
uffd-open sigbus
uffd-register A 0 2m missing
read A 0
write A 0 9
sysread A 0
madvise A 0 1p POPULATE_READ
madvise A 0 1p POPULATE_WRITE
mlock A 0 1p
uffd-copy A 0 1p 5
read A 0
madvise A 0 2m HUGEPAGE
write A 1p 9
