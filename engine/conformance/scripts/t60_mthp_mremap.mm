# Q: mremap of part of a 64 KiB folio, to the same and to another place within 64 KiB: does the folio stay whole?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 32p 7
pfn-mark A
mremap A 4p 4p B
mremap A 16p 16p C shift=3p
pfn-check A
write B 0 9
write C 1p 9
