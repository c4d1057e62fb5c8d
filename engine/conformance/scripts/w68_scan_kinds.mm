# Q: Which categories has each kind of page in a scan: zero, lazyfree, guard, poison, marker, THP, huge zero?
mmap A 6m
madvise A 2m 4m HUGEPAGE
write-range A 0 4p 7
madvise A 2p 1p FREE
read A 5p
madvise A 7p 1p GUARD_INSTALL
write A 2m 8
read A 4m
uffd-open pagefault_flag_wp wp_async wp_unpopulated poison
uffd-register A 0 6m missing+wp
uffd-poison A 9p 1p
pagemap-scan A 0 16p
pagemap-scan A 2m 4m
pagemap-scan A 0 6m wp checkasync
