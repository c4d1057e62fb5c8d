# Q: A balloon discards and returns pages while registered with remove events; free page hints by MADV_FREE.
mmap RAM 4m
madvise RAM 0 4m HUGEPAGE
write-range RAM 0 4m 7
uffd-open event_remove
uffd-register RAM 0 4m missing
flood RAM 0 64p 1p 4 DONTNEED
madvise RAM 2m 2m FREE
pmadvise RAM 8p 64p 2p 4 DONTNEED
read RAM 0
uffd-zeropage RAM 0 1p
write RAM 8p 9
uffd-copy RAM 8p 2p 0
uffd-unregister RAM 0 4m
khugepaged-run
