# Q: PAGEMAP_SCAN and WP_ASYNC on shared memory: categories, dirty tracking.
mmap S 2m shared
write-range S 0 4p 7
pagemap-scan S 0 8p
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register S 0 2m wp
pagemap-scan S 0 8p wp checkasync
write S 1p 9
write S 5p 9
read S 6p
pagemap-scan S 0 8p wp checkasync
