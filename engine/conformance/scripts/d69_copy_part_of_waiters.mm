# Q: Three threads sleep, two on one page: one COPY of a range wakes exactly those in it.
mmap A 2m
uffd-open
uffd-register A 0 2m missing
read A 3p
read A 3p
read A 5p
uffd-copy A 3p 2p 6
uffd-copy A 5p 1p 7
