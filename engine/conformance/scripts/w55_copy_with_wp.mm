# Q: UFFDIO_COPY with the wp flag: the page is armed at once; a write blocks, a read does not. On a missing-only VMA?
mmap A 2m
mmap B 2m
uffd-open pagefault_flag_wp
uffd-register A 0 2m missing+wp
uffd-register B 0 2m missing
write A 3p 9
uffd-copy A 3p 1p 5 wp
uffd-wp A 3p 1p off
uffd-copy A 4p 1p 6 wp
read A 4p
write A 4p 8
uffd-wp A 4p 1p off
uffd-copy B 0 1p 5 wp
uffd-copy B 0 1p 5
