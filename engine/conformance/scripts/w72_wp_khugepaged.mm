# Q: khugepaged over 512 pages of which one is armed, none, and one is a zero page with a marker beside it.
mmap A 4m
write-range A 0 4m 7
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 4m wp
uffd-wp A 3p 1p on
madvise A 0 4m HUGEPAGE
khugepaged-run
uffd-wp A 3p 1p off
madvise A 2m+3p 1p DONTNEED
khugepaged-run
madvise A 2m 2m COLLAPSE
