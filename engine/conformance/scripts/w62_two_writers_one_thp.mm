# Q: Two threads write to one armed THP: two events; un-protecting one page wakes whom?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
uffd-open pagefault_flag_wp
uffd-register A 0 2m wp
uffd-wp A 0 2m on
write A 3p 9
write A 4p 9
uffd-wp A 3p 1p off
uffd-wp A 0 2m off
