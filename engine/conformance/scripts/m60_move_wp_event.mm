# Q: The same with EVENT_REMAP: do armed pages, the armed THP and markers stay armed at the new place?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
write-range A 2m 2m 8
uffd-open pagefault_flag_wp wp_unpopulated event_remap
uffd-register A 0 4m wp
uffd-wp A 0 8p on
uffd-wp A 2m 2m on
mremap A 0 2m B
mremap A 2m 2m C
write B 0 9
uffd-wp B 0 1p off
write B 5p 9
uffd-wp B 5p 1p off
write C 3p 9
uffd-wp C 0 2m off
