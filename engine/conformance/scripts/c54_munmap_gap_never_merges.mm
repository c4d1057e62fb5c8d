# Q: An unmapped page between two parts: they stay apart whatever their flags, and advice over the gap reaches both.
mmap A 2m
write-range A 0 8p 7
munmap A 2p 1p
madvise A 0 2p DONTDUMP
madvise A 3p 5p DONTDUMP
munmap A 3p 1p
madvise A 0 2m DODUMP
