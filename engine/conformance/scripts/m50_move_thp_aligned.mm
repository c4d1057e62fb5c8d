# Q: mremap of a THP to a 2 MiB aligned place: does the PMD move whole, with its frames and its page table?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 2m 7
write-range A 2m 3p 8
mremap A 0 4m B
write B 3p 9
read B 2m+5p
