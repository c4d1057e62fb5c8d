# Q: memfd: DONTNEED keeps the data, REMOVE punches it out; over a hole, a part.
mmap M 2m memfd
write-range M 0 8p 7
madvise M 0 2p DONTNEED
read M 0
madvise M 1p 2p REMOVE
read M 1p
read M 2p
madvise M 0 2m REMOVE
write M 0 9
