# Q: mremap of the middle of a THP: how is the folio shared by two VMAs, and can either be collapsed?
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7
mremap A 1m 2m B shift=1m
write B 0 9
madvise A 0 2m DONTNEED
madvise B 0 2m COLLAPSE
mremap B 1m 1m C
madvise A 0 4m COLLAPSE
