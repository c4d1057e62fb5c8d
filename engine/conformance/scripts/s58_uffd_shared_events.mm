# Q: EVENT_REMOVE for REMOVE and DONTNEED of shared memory, and a fault then.
mmap S 2m shared
write-range S 0 4p 7
uffd-open event_remove
uffd-register S 0 2m missing
madvise S 0 1p DONTNEED
read S 0
madvise S 1p 1p REMOVE
read S 1p
uffd-zeropage S 1p 1p
