# Q: GUARD_INSTALL and GUARD_REMOVE with EVENT_REMOVE: an event?
mmap A 2m
write-range A 0 4p 7
uffd-open event_remove
uffd-register A 0 2m missing
madvise A 1p 1p GUARD_INSTALL
madvise A 1p 1p GUARD_REMOVE
read A 1p
uffd-zeropage A 1p 1p
