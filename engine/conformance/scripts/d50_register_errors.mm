# Q: UFFDIO_REGISTER errors: unaligned, zero length, unmapped, over a gap, part of a mapping, twice in the same and in another mode.
mmap A 4m
uffd-open
uffd-register A 0 0 missing
uffd-register A 1 1p missing
uffd-register A 0 1 missing
uffd-register A 8m 1p missing
munmap A 1m 1p
uffd-register A 0 2m missing
uffd-register A 0 2m missing
uffd-register A 0 2m wp
uffd-unregister A 8m 1p
uffd-unregister A 0 1
uffd-unregister A 0 4m
