# Q: fork of a WP_ASYNC range: COW on the parent's side and the scan afterwards.
mmap A 2m
write-range A 0 8p 7
uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register A 0 2m wp
pagemap-scan A 0 16p wp checkasync
fork
write A 0 9
child-write A 1p 9
pagemap-scan A 0 16p
reap
write A 1p 8
pagemap-scan A 0 16p wp checkasync
