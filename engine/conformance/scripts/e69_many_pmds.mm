# Q: Five PMDs of different state in one pass: full, half, empty, one zero page, PMD mapped.
mmap A 10m
write-range A 0 2m 7
write-range A 2m 256p 8
read A 6m
madvise A 0 10m HUGEPAGE
write A 8m 9
khugepaged-run 1
