# Q: Guards in a registered range: event on access? COPY, ZEROPAGE, WRITEPROTECT over them?
mmap A 2m
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 2m missing+wp
madvise A 2p 2p GUARD_INSTALL
read A 2p
uffd-copy A 2p 1p 5
uffd-zeropage A 3p 1p
uffd-wp A 0 8p on
madvise A 0 8p GUARD_REMOVE
uffd-copy A 2p 1p 6
madvise A 2p 1p GUARD_INSTALL
