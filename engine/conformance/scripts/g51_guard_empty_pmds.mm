# Q: Guards over empty 2 MiB: page tables; a write beside them in VM_HUGEPAGE; after removal.
mmap A 4m
madvise A 0 4m HUGEPAGE
madvise A 0 2m GUARD_INSTALL
read A 0
write A 2m 7
madvise A 3p 509p GUARD_REMOVE
write A 3p 7
madvise A 0 2m DONTNEED
munmap A 0 2m
