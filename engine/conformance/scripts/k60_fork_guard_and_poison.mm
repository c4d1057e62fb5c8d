# Q: fork of guard pages and of poisoned pages: does the child have them?
mmap A 2m
madvise A 0 2p GUARD_INSTALL
uffd-open poison
uffd-register A 0 2m missing
uffd-poison A 4p 1p
fork
child-read A 0
child-read A 4p
child-read A 5p
reap
