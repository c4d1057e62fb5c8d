# Q: MAP_NORESERVE: which VmFlags, and do its faults and merges differ?
mmap A 4m noreserve
madvise A 0 4m HUGEPAGE
write A 0 7
mprotect A 2m 2m r
mprotect A 2m 2m rw
