# Q: fork with EVENT_FORK: the child's range is registered with a descriptor of its own; does its fault block?
mmap A 2m
write-range A 0 2p 7
uffd-open event_fork
uffd-register A 0 2m missing
fork
child-read A 0
child-read A 3p
read A 3p
uffd-copy A 3p 1p 5
reap
