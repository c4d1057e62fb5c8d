# Q: A VM_HUGEPAGE mapping of one page less than 2 MiB, and one of 2 MiB that is not aligned: eligible, any THP?
mmap A 2m-1p
mmap B 2m shift=1p
mmap C 4m-1p shift=1p
madvise A 0 2m-1p HUGEPAGE
madvise B 0 2m HUGEPAGE
madvise C 0 4m-1p HUGEPAGE
write A 0 7
write B 0 7
write C 2m-1p 7
write C 0 7
