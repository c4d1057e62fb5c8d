# Q: Live snapshot by WP_ASYNC: arm all, the guest writes, scan twice, collapse between: nothing is lost.
mmap RAM 4m
madvise RAM 0 4m HUGEPAGE
write-range RAM 0 4m 7
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register RAM 0 4m wp
pagemap-scan RAM 0 4m wp checkasync
write RAM 3p 9
write RAM 2m+8p 9
pagemap-scan RAM 0 4m wp checkasync
khugepaged-run
write RAM 3p 10
pagemap-scan RAM 0 4m wp checkasync
uffd-unregister RAM 0 4m
khugepaged-run
