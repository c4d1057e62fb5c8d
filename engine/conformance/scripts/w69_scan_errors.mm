# Q: PAGEMAP_SCAN over a gap, of length 0, at an unaligned start, over registered and unregistered VMAs together.
mmap A 2m
write-range A 0 8p 7
munmap A 3p 1p
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register A 4p 4p wp
pagemap-scan A 0 8p
pagemap-scan A 0 8p wp
pagemap-scan A 0 8p wp checkasync
pagemap-scan A 0 0
pagemap-scan A 1 1p
