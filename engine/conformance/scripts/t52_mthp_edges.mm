# Q: At the edges of a mapping that is not aligned, which mTHP size fits?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-16kB/enabled madvise
thp-set hugepages-64kB/enabled madvise
mmap A 60p shift=6p
madvise A 0 60p HUGEPAGE
write A 0 7
write A 2p 7
write A 10p 7
write A 59p 7
write A 54p 7
