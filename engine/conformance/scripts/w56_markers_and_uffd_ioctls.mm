# Q: COPY, COPY wp, ZEROPAGE, POISON and MOVE onto wp markers: allowed, and is the arming kept?
mmap A 2m
mmap B 2m
write-range B 0 4p 42
uffd-open pagefault_flag_wp wp_unpopulated poison move
uffd-register A 0 2m missing+wp
uffd-wp A 0 8p on
uffd-copy A 0 1p 5
uffd-copy A 1p 1p 5 wp
uffd-zeropage A 2p 1p
uffd-poison A 3p 1p
uffd-move A 4p B 0 1p
write A 5p 9
uffd-copy A 5p 1p 6
