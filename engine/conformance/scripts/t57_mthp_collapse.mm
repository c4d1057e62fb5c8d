# Q: MADV_COLLAPSE and khugepaged over folios of 16, 64 KiB and small pages together.
thp-set hugepages-16kB/enabled madvise
thp-set hugepages-2048kB/enabled never
mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 64p 7
thp-set hugepages-16kB/enabled never
thp-set hugepages-64kB/enabled madvise
write-range A 64p 64p 8
thp-set hugepages-64kB/enabled never
write-range A 128p 64p 9
madvise A 0 2m COLLAPSE
write A 2m 5
thp-set hugepages-2048kB/enabled madvise
khugepaged-run
madvise A 0 4m HUGEPAGE
khugepaged-run
