# Q: mremap: zero length, unmapped, over a gap, unaligned length and source, over VMAs of other protection.
mmap A 4m
write-range A 0 8p 7
munmap A 4p 1p
mremap A 0 0 B
mremap A 4p 1p C
mremap A 2p 4p D
mremap A 0 1 E
mremap A 1 1p F
mprotect A 6p 1p r
mremap A 5p 3p G
