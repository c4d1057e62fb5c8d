# Q: MADV_COLLAPSE over 512 lazyfree pages that nobody referenced.
mmap A 2m
write-range A 0 2m 7
madvise A 0 2m FREE
madvise A 0 2m COLLAPSE
