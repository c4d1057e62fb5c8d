# Q: Guards in read-only and PROT_NONE VMAs, and mprotect over them.
mmap A 2m
write-range A 0 8p 7
mprotect A 0 4p r
madvise A 0 1p GUARD_INSTALL
mprotect A 4p 4p none
madvise A 4p 1p GUARD_INSTALL
mprotect A 0 8p rw
read A 0
write A 4p 9
madvise A 0 8p GUARD_REMOVE
read A 0
