# Q: What do UNREGISTER of a part and closing leave of armed pages, an armed THP and markers?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
write-range A 2m 2m 8
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 4m wp
uffd-wp A 0 8p on
uffd-wp A 2m 2m on
write A 1p 9
uffd-unregister A 0 1m
write A 2m+3p 9
uffd-close
write A 2m+4p 9
