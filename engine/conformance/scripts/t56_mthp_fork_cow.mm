# Q: A child writes one page of a shared 64 KiB folio: copy of one page or of the folio? And the parent, before and after the child is gone?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 16p 7
fork
child-write A 3p 9
write A 4p 8
write A 3p 8
reap
write A 5p 6
