# Q: max_ptes_shared counts mapped-twice pages only: 256 and 257 of 512 shared with a child.
mmap A 4m
write-range A 0 4m 7
fork
madvise A 0 4m HUGEPAGE
write-range A 0 256p 8
write-range A 2m 255p 8
khugepaged-run
reap
khugepaged-run
