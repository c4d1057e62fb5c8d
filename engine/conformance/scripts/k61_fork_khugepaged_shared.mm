# Q: khugepaged on pages shared with a child: max_ptes_shared 0, 2 with more and with 2 shared, and when the child is gone.
mmap A 2m
write-range A 0 8p 7
fork
madvise A 0 2m HUGEPAGE
khugepaged-set max_ptes_shared 0
khugepaged-run
khugepaged-set max_ptes_shared 2
write-range A 0 5p 8
khugepaged-run
write A 5p 8
khugepaged-run
madvise A 0 1p DONTNEED
child-write A 6p 9
reap
khugepaged-run
