# Q: mprotect of a whole THP to r, none and back: does the PMD stay, and does the next write fault?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7
mprotect A 0 2m r
write A 0 9
read A 0
mprotect A 0 2m none
read A 0
mprotect A 0 2m rw
write A 0 9
mprotect A 0 4m none
mprotect A 0 4m rw
