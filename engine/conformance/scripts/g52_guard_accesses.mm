# Q: Read, write, write(2) and populate on a guard page, before and after a second install.
mmap A 2m
write-range A 0 4p 7
madvise A 1p 1p GUARD_INSTALL
madvise A 0 4p GUARD_INSTALL
read A 0
write A 0 9
sysread A 0
madvise A 0 4p POPULATE_READ
madvise A 0 2p GUARD_REMOVE
madvise A 0 2p GUARD_REMOVE
madvise A 0 4p POPULATE_WRITE
