# Q: PAGEMAP_SCAN with WP over a part of a THP and of the huge zero page: split?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 2m 7
read A 2m
uffd-open pagefault_flag_wp wp_async
uffd-register A 0 4m wp
pagemap-scan A 3p 2p wp checkasync
pagemap-scan A 2m+3p 2p wp checkasync
pagemap-scan A 0 4m wp
