# Q: A guard marks its whole VMA (gu): does the mark keep VMAs apart, does it go when the guards go?
mmap A 2m
write-range A 0 8p 7
mprotect A 4p 4p r
madvise A 0 1p GUARD_INSTALL
mprotect A 4p 4p rw
madvise A 0 1p GUARD_REMOVE
mprotect A 2p 2p r
mprotect A 2p 2p rw
