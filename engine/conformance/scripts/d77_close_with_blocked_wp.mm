# Q: close(uffd) under a thread that sleeps on a wp fault and one that sleeps on a hole.
mmap A 2m
write-range A 0 2p 7
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 2m missing+wp
uffd-wp A 0 4p on
write A 0 9
write A 3p 9
read A 5p
uffd-close
