# Q: mprotect none and back over 4K zero pages and a huge zero page, whole and part.
mmap A 4m
madvise A 2m 2m HUGEPAGE
read-range A 0 4p
read A 2m
mprotect A 0 4m none
mprotect A 0 4m rw
write A 1p 9
mprotect A 2m+3p 1p r
write A 2m+3p 9
write A 2m+5p 9
