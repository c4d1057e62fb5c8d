# Q: MAP_SHARED anonymous memory: reads, writes, holes; which kinds and flags?
mmap S 2m shared
read S 0
write S 1p 7
write S 0 8
read S 1p
madvise S 0 2p DONTNEED
read S 1p
write S 0 9
