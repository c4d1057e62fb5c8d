# Q: Which of nh, dd, dc, mg, lo, wf and a guard mark go along with mremap?
mmap A 2m
write-range A 0 8p 7
madvise A 0 8p NOHUGEPAGE
madvise A 0 8p DONTDUMP
madvise A 0 8p DONTFORK
madvise A 0 8p WIPEONFORK
madvise A 3p 1p GUARD_INSTALL
mremap A 0 8p B
read B 3p
mlock B 0 2p
mremap B 0 2p C
mremap C 0 2p D dontunmap
