# Q: WAKE without a page: the fault is raised again, once for each thread.
mmap A 2m
uffd-open
uffd-register A 0 2m missing
read A 3p
write A 4p 9
uffd-wake A 4p 1p
uffd-wake A 3p 1p
uffd-wake A 3p 1p
uffd-copy A 3p 2p 6
