# Q: mremap over two registered VMAs in one call: refused? And over an unregistered and a registered one?
mmap A 6m
madvise A 2m 2m HUGEPAGE
write A 0 7
write A 2m 7
write A 4m 7
uffd-open event_remap
uffd-register A 2m 4m missing
mremap A 2m 4m B
mremap A 0 6m C
mremap A 0 2m D
