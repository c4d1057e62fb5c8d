# Q: Two children one after the other, a write in between: copies and exclusivity.
mmap A 2m
write-range A 0 4p 7
fork
write A 0 8
reap
fork
child-write A 1p 9
write A 1p 8
write A 2p 8
reap
write A 3p 6
