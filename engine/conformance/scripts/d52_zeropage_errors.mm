# Q: UFFDIO_ZEROPAGE: unaligned, outside, unregistered, across present pages, over a THP.
mmap A 4m
madvise A 2m 2m HUGEPAGE
write A 3p 7
write A 2m 8
uffd-open
uffd-zeropage A 0 1p
uffd-register A 0 4m missing
uffd-zeropage A 1 1p
uffd-zeropage A 0 0
uffd-zeropage A 0 8p
uffd-zeropage A 4p 4p
uffd-zeropage A 2m-1p 2p
uffd-zeropage A 4m-1p 2p
