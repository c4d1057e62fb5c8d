# Q: PROT_NONE: reads and writes fault with SIGSEGV, a present page survives, and rw shows it again.
mmap A 2m
write-range A 0 4p 7
mprotect A 0 2p none
read A 0
write A 1p 9
sysread A 0
mprotect A 0 2p r
read A 0
write A 0 9
mprotect A 0 2m rw
write A 0 9
