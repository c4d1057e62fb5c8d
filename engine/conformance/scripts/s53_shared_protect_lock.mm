# Q: mprotect, mlock, populate of shared memory.
mmap S 2m shared
mlock S 0 4p
mprotect S 0 2p r
write S 0 9
read S 0
madvise S 4p 4p POPULATE_READ
madvise S 8p 4p POPULATE_WRITE
munlock S 0 4p
madvise S 0 4p PAGEOUT
