# Q: THP=never while enlisted: nothing is scanned; back to madvise: scanned again?
mmap A 4m
madvise A 0 4m HUGEPAGE
write A 0 7
madvise A 3p 1p DONTNEED
thp-enabled never
khugepaged-run
thp-enabled madvise
khugepaged-run
thp-set hugepages-2048kB/enabled never
madvise A 5p 1p DONTNEED
khugepaged-run
thp-set hugepages-2048kB/enabled always
khugepaged-run
