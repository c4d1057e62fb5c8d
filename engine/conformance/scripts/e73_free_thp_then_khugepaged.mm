# Q: A whole lazyfree THP, split by a DONTNEED: are its pieces still lazyfree, and does khugepaged take them?
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
madvise A 0 2m FREE
madvise A 3p 1p DONTNEED
khugepaged-run
write A 5p 9
khugepaged-run
