# Q: SIGBUS instead of wp events: write to an armed page, to a marker; a write(2) from one.
mmap A 2m
write-range A 0 4p 7
uffd-open pagefault_flag_wp wp_unpopulated sigbus
uffd-register A 0 2m missing+wp
uffd-wp A 0 6p on
write A 0 9
write A 5p 9
sysread A 0
sysread A 5p
read A 8p
