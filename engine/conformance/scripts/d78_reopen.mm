# Q: After closing, a new descriptor registers the same range: markers, poison and pages of before.
mmap A 2m
uffd-open poison pagefault_flag_wp wp_unpopulated
uffd-register A 0 2m missing+wp
uffd-copy A 0 2p 5 wp
uffd-poison A 3p 1p
uffd-wp A 4p 2p on
uffd-close
uffd-open
uffd-register A 0 2m missing
write A 0 9
read A 3p
write A 4p 9
uffd-copy A 4p 1p 6
