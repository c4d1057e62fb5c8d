# Q: 16, 64 and 256 KiB enabled together: a fault takes the largest that fits among the neighbours.
thp-set hugepages-2048kB/enabled never
thp-set hugepages-16kB/enabled madvise
thp-set hugepages-64kB/enabled madvise
thp-set hugepages-256kB/enabled madvise
mmap A 2m
write A 16p 7
madvise A 0 2m HUGEPAGE
write A 0 8
write A 17p 8
write A 20p 8
write A 40p 8
write A 70p 8
