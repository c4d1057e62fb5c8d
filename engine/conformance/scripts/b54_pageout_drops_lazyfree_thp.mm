# Q: A whole THP marked by MADV_FREE, then PAGEOUT: is the THP dropped without a split?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7
madvise A 0 4m FREE
write A 2m+3p 9
madvise A 0 4m PAGEOUT
read A 0
