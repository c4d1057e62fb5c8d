# Q: The same with WP_UNPOPULATED, and arming a wholly empty PMD: markers and page tables.
mmap A 6m
madvise A 2m 2m HUGEPAGE
read A 5p
write A 0 7
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 6m wp
uffd-wp A 0 8p on
uffd-wp A 2m 2m on
uffd-wp A 4m 1p on
read A 2m
read A 3p
write A 2m 9
write A 3p 8
uffd-wp A 0 4m off
