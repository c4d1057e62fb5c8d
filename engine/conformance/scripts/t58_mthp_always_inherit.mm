# Q: always, inherit and madvise for 64 KiB under THP=madvise and THP=always, in a plain and an advised VMA.
thp-set hugepages-2048kB/enabled never
mmap P 2m
mmap H 2m
madvise H 0 2m HUGEPAGE
thp-set hugepages-64kB/enabled always
write P 0 7
write H 0 7
thp-set hugepages-64kB/enabled inherit
write P 16p 7
write H 16p 7
thp-enabled always
write P 32p 7
write H 32p 7
thp-enabled never
write P 48p 7
write H 48p 7
thp-set hugepages-64kB/enabled madvise
write P 64p 7
write H 64p 7
