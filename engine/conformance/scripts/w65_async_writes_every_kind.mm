# Q: WP_ASYNC: a write to an armed small page, marker, zero page, THP, huge zero page: no event, what is mapped, what is still armed?
mmap A 6m
madvise A 2m 4m HUGEPAGE
write-range A 0 2p 7
read A 3p
write-range A 2m 2m 8
read A 4m
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register A 0 6m wp
pagemap-scan A 0 6m wp checkasync
write A 0 9
write A 3p 9
write A 5p 9
write A 2m+3p 9
write A 4m+3p 9
pagemap-scan A 0 6m
