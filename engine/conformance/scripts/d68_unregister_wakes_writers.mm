# Q: UNREGISTER of a part: which of three sleeping threads wake, in hg memory, and what do they get?
mmap A 4m
madvise A 0 4m HUGEPAGE
uffd-open
uffd-register A 0 4m missing
read A 3p
write A 2m+3p 9
write A 3m 8
uffd-unregister A 0 2m
uffd-unregister A 2m 1m
uffd-close
