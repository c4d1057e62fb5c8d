# Q: mremap of lazyfree pages: still lazyfree? And DONTUNMAP of mlocked pages?
mmap A 2m
write-range A 0 8p 7
madvise A 0 4p FREE
mremap A 0 8p B
madvise B 0 8p PAGEOUT
mlock B 4p 4p
mremap B 4p 4p C dontunmap
