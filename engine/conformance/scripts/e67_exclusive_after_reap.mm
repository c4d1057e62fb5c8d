# Q: Pages that were shared once: exclusivity gone, map count 1 again; does khugepaged mind, and MADV_COLLAPSE?
mmap A 2m
write-range A 0 2m 7
fork
reap
madvise A 0 2m HUGEPAGE
khugepaged-run
write A 0 9
