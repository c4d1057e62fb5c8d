# Q: khugepaged over 512 pages after MADV_COLD: does it want a referenced one?
mmap A 2m
write-range A 0 2m 7
madvise A 0 2m HUGEPAGE
madvise A 0 2m COLD
khugepaged-run
read A 3p
khugepaged-run
