# Q: fork of an armed wp range with EVENT_FORK: what does the child have, does its write block?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
write-range A 2m 2m 8
uffd-open pagefault_flag_wp wp_unpopulated event_fork
uffd-register A 0 4m wp
uffd-wp A 0 6p on
uffd-wp A 2m 2m on
fork
child-write A 3p 9
child-read A 5p
child-read A 2m
write A 2m 9
uffd-wp A 2m 2m off
reap
