# Q: mremap of a wp-registered range without EVENT_REMAP: what becomes of armed pages, an armed THP and wp markers?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
write-range A 2m 2m 8
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 4m wp
uffd-wp A 0 8p on
uffd-wp A 2m 2m on
mremap A 0 2m B
mremap A 2m 2m C
write B 0 9
write B 5p 9
write C 0 9
