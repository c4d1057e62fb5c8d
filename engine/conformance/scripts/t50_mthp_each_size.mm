# Q: One write with each mTHP size enabled in turn: how large is the folio, and is it naturally aligned?
mmap A 8m
thp-set hugepages-2048kB/enabled never
thp-set hugepages-16kB/enabled madvise
madvise A 0 8m HUGEPAGE
write A 5p 7
thp-set hugepages-16kB/enabled never
thp-set hugepages-32kB/enabled madvise
write A 1m+9p 7
thp-set hugepages-32kB/enabled never
thp-set hugepages-128kB/enabled madvise
write A 2m+33p 7
thp-set hugepages-128kB/enabled never
thp-set hugepages-256kB/enabled madvise
write A 3m+65p 7
thp-set hugepages-256kB/enabled never
thp-set hugepages-512kB/enabled madvise
write A 4m+129p 7
thp-set hugepages-512kB/enabled never
thp-set hugepages-1024kB/enabled madvise
write A 6m+300p 7
