# Q: mlock of overlapping ranges: VMAs, and merges on munlock.
mmap A 2m
write-range A 0 8p 7
mlock A 0 4p
mlock A 2p 4p
munlock A 1p 2p
mlock A 1p 2p
munlock A 0 8p
