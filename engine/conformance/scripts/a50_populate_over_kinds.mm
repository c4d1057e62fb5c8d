# Q: What do POPULATE_READ and POPULATE_WRITE leave of holes, zero pages, small pages and lazyfree pages?
mmap A 2m
write-range A 0 4p 7
madvise A 2p 2p FREE
read-range A 4p 2p
madvise A 0 8p POPULATE_READ
madvise A 0 8p POPULATE_WRITE
madvise A 0 2m POPULATE_READ
