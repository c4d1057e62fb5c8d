# Q: Registered for wp, nothing armed: PMDs of zero PTEs, of the huge zero page, with one hole; khugepaged and COLLAPSE.
mmap A 6m
write-range A 0 511p 7
write A 2m 7
read-range A 2m+1p 511p
madvise A 0 6m HUGEPAGE
read A 4m
uffd-open pagefault_flag_wp
uffd-register A 0 6m wp
khugepaged-run
madvise A 0 2m COLLAPSE
madvise A 2m 2m COLLAPSE
madvise A 4m 2m COLLAPSE
