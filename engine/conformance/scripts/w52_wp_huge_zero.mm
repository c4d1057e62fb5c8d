# Q: Arming the huge zero page, whole and part; then a write, an un-protect, a read.
mmap A 4m
madvise A 0 4m HUGEPAGE
read A 0
read A 2m
uffd-open pagefault_flag_wp
uffd-register A 0 4m wp
uffd-wp A 0 2m on
uffd-wp A 2m+3p 1p on
write A 3p 9
uffd-wp A 0 2m off
write A 2m+3p 9
write A 2m+4p 9
uffd-wp A 2m+3p 1p off
