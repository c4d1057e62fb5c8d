# Q: khugepaged over 512 lazyfree pages nobody has touched since; after one was read; after one was dropped and written.
mmap A 2m
write-range A 0 2m 7
madvise A 0 2m HUGEPAGE
madvise A 0 2m FREE
khugepaged-run
read A 3p
khugepaged-run
madvise A 3p 1p DONTNEED
write A 3p 9
khugepaged-run
