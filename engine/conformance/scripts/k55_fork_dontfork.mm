# Q: DONTFORK on the middle: the child has no VMA there; its read is SIGSEGV.
mmap A 2m
write-range A 0 8p 7
madvise A 2p 2p DONTFORK
fork
child-read A 2p
child-read A 0
reap
