# Q: MADV_FREE of one page of a 64 KiB folio, and of a whole one: what is split, what is lazy?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 32p 7
madvise A 3p 1p FREE
madvise A 16p 16p FREE
write A 16p 8
write A 3p 8
