# Q: khugepaged and MADV_COLLAPSE over mlocked pages, with and without a hole.
mmap A 4m
write-range A 0 511p 7
write-range A 2m 2m 8
mlock A 2m 2m
madvise A 0 4m HUGEPAGE
khugepaged-run
mlock A 0 2m
munlock A 0 4m
