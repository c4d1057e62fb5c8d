# Q: A poisoned page: write, write(2), populate, mlock, ZEROPAGE, FREE, GUARD_INSTALL, mprotect, unregister.
mmap A 2m
uffd-open poison
uffd-register A 0 2m missing
uffd-poison A 0 8p
write A 0 9
sysread A 0
madvise A 1p 1p POPULATE_READ
madvise A 1p 1p POPULATE_WRITE
mlock A 2p 1p
munlock A 2p 1p
uffd-zeropage A 3p 1p
madvise A 4p 1p FREE
madvise A 5p 1p GUARD_INSTALL
mprotect A 6p 1p r
mprotect A 6p 1p rw
uffd-unregister A 0 2m
read A 6p
madvise A 6p 1p DONTNEED
read A 6p
