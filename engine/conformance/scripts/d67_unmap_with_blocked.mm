# Q: munmap under a sleeping thread, with EVENT_UNMAP: it wakes with SIGSEGV?
mmap A 2m
uffd-open event_unmap
uffd-register A 0 2m missing
read A 3p
write A 300p 9
munmap A 0 1m
munmap A 1m 1m
uffd-wake A 0 2m
