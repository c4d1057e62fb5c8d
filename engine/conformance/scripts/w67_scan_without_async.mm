# Q: PAGEMAP_SCAN with WP on a synchronous wp VMA and on an unregistered one, with and without checkasync.
mmap A 2m
mmap B 2m
write-range A 0 4p 7
write-range B 0 4p 7
uffd-open pagefault_flag_wp
uffd-register A 0 2m wp
pagemap-scan A 0 8p
pagemap-scan A 0 8p wp checkasync
pagemap-scan A 0 8p wp
pagemap-scan B 0 8p
pagemap-scan B 0 8p wp checkasync
pagemap-scan B 0 8p wp
write A 0 9
uffd-wp A 0 8p off
