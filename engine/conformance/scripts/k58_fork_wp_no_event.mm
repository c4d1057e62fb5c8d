# Q: fork of an armed wp range without EVENT_FORK: are the child's pages, THP and markers still armed?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
write-range A 2m 2m 8
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 4m wp
uffd-wp A 0 6p on
uffd-wp A 2m 2m on
fork
child-write A 0 9
child-write A 5p 9
child-write A 2m 9
write A 1p 9
uffd-wp A 0 4m off
reap
