# Q: khugepaged and MADV_COLLAPSE in read-only and PROT_NONE VMAs.
mmap A 6m
write-range A 0 6m 7
madvise A 0 6m HUGEPAGE
mprotect A 0 2m r
mprotect A 2m 2m none
khugepaged-run
madvise A 0 2m DONTNEED
madvise A 2m 2m COLLAPSE
mprotect A 0 6m rw
read A 2m
