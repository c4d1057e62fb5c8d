# Q: Advice on a part of a registered range splits it; the same advice on all merges it; um kept through mprotect.
mmap A 6m
write A 0 7
uffd-open
uffd-register A 0 6m missing
madvise A 2m 2m HUGEPAGE
mprotect A 2m 1m r
madvise A 0 6m HUGEPAGE
mprotect A 2m 1m rw
uffd-unregister A 3m 1m
uffd-unregister A 0 6m
