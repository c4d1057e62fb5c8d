# Q: GUARD_INSTALL on shared memory: data kept below, access, removal.
mmap S 2m shared
write-range S 0 4p 7
madvise S 1p 2p GUARD_INSTALL
read S 1p
write S 3p 8
madvise S 1p 1p GUARD_REMOVE
read S 1p
madvise S 0 4p REMOVE
read S 2p
read S 3p
