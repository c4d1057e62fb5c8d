# Q: Arming a poisoned page, and poisoning an armed hole.
mmap A 2m
uffd-open pagefault_flag_wp wp_unpopulated poison
uffd-register A 0 2m missing+wp
uffd-poison A 0 2p
uffd-wp A 0 4p on
uffd-poison A 3p 1p
read A 0
write A 2p 9
uffd-wp A 0 4p off
read A 0
