# Q: MADV_COLLAPSE of small memfd pages, whole and with holes; of shared anonymous memory.
mmap M 4m memfd
mmap S 2m shared
write-range M 0 2m 7
write-range M 2m 4p 8
write-range S 0 2m 9
madvise M 0 2m COLLAPSE
madvise M 2m 2m COLLAPSE
madvise S 0 2m COLLAPSE
read M 0
read S 5p
