# Q: mprotect over a gap, at an unaligned start, with an unaligned and with zero length.
mmap A 2m
munmap A 4p 1p
mprotect A 2p 4p r
mprotect A 1 1p none
mprotect A 0 1 none
mprotect A 0 0 none
mprotect A 4p 1p none
