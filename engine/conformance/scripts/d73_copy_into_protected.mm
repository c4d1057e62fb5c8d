# Q: UFFDIO_COPY into read-only and PROT_NONE VMAs; accesses after it.
mmap A 2m
mmap R 2m ro
mmap N 2m none
uffd-open
uffd-register R 0 2m missing
uffd-register N 0 2m missing
read R 0
uffd-copy R 0 2p 5
write R 1p 9
read N 0
uffd-copy N 0 1p 5
mprotect N 0 2m rw
read N 0
write R 5p 9
