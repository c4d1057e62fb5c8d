# Q: MADV_COLLAPSE: unmapped, partly unmapped, empty PMD, VMA smaller than a PMD, NOHUGEPAGE, memory over two VMAs inside a PMD.
mmap A 8m
write A 0 7
write A 2m+1m 7
write A 4m 7
madvise A 4m 2m NOHUGEPAGE
munmap A 2m 1m
madvise A 0 2m COLLAPSE
madvise A 2m 2m COLLAPSE
madvise A 3m 1m COLLAPSE
madvise A 4m 2m COLLAPSE
madvise A 6m 2m COLLAPSE
madvise A 0 8m COLLAPSE
madvise A 10m 2m COLLAPSE
