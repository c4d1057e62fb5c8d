# Q: WP_ASYNC: kernel accesses (write(2) reads, POPULATE_WRITE writes) to armed pages and markers.
mmap A 2m
write-range A 0 4p 7
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register A 0 2m wp
pagemap-scan A 0 16p wp checkasync
sysread A 0
sysread A 5p
madvise A 1p 1p POPULATE_WRITE
madvise A 6p 2p POPULATE_WRITE
madvise A 8p 2p POPULATE_READ
pagemap-scan A 0 16p
