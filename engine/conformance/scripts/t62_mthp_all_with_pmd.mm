# Q: 64 KiB and 2 MiB both enabled: what does a fault take in an empty PMD, after one page, and after DONTNEED of the THP?
thp-set hugepages-64kB/enabled madvise
mmap A 4m
write A 2m+40p 7
madvise A 0 4m HUGEPAGE
write A 0 7
write A 2m 7
write A 2m+41p 8
madvise A 0 1m DONTNEED
write A 3p 9
madvise A 0 2m DONTNEED
write A 3p 9
