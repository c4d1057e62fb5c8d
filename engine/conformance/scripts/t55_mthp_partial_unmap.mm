# Q: DONTNEED, munmap and mprotect of parts of 64 KiB folios: does the folio stay, and when are its frames freed?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 48p 7
pfn-mark A
madvise A 1p 14p DONTNEED
pfn-old A 1p
munmap A 20p 4p
mprotect A 36p 2p r
write A 36p 9
mprotect A 36p 2p rw
madvise A 0 16p DONTNEED
pfn-old A 1p
pfn-check A
