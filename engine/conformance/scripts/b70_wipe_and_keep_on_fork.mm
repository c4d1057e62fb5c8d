# Q: WIPEONFORK and KEEPONFORK: VmFlags, VMA splits; what does the child find?
mmap A 2m
write-range A 0 8p 7
madvise A 2p 2p WIPEONFORK
fork
child-read A 2p
child-read A 0
child-write A 3p 9
reap
madvise A 0 8p KEEPONFORK
fork
child-read A 2p
reap
