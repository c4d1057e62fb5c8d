# Q: WP_ASYNC: pages dropped, refilled and collapsed between two scans: reported as written?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register A 0 2m wp
pagemap-scan A 0 2m wp checkasync
madvise A 3p 2p DONTNEED
read A 3p
pagemap-scan A 0 2m
madvise A 0 2m COLLAPSE
write-range A 0 2m 8
madvise A 0 2m COLLAPSE
pagemap-scan A 0 2m wp checkasync
