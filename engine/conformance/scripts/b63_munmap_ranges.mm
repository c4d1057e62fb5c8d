# Q: munmap of a whole THP, of one and a half, of nothing, over a gap: VMAs, page tables, splits.
mmap A 8m
madvise A 0 8m HUGEPAGE
write-range A 0 8m 7
munmap A 0 2m
munmap A 2m 1m+3p
munmap A 0 2m
munmap A 1m 4m
munmap A 6m 0
munmap A 6m+1 1p
munmap A 6m+1p 1
munmap A 0 8m
