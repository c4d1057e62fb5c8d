# Q: fork of shared memory: the child's writes are seen by the parent; private ones are not.
mmap S 2m shared
mmap A 2m
write S 0 7
write A 0 7
fork
child-write S 0 9
child-write S 1p 9
child-write A 0 9
child-read S 0
read S 0
read S 1p
read A 0
reap
read S 1p
