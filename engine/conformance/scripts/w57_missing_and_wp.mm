# Q: missing+wp: a write to an unarmed hole, to an armed hole (marker) and to an armed page: which flags has each event?
mmap A 2m
write A 0 7
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 2m missing+wp
uffd-wp A 0 2p on
write A 0 9
write A 1p 9
write A 2p 9
uffd-wp A 0 2p off
uffd-copy A 1p 2p 5
