# Q: fork while a thread of the parent sleeps in a userfault: the child has the hole, the parent's thread stays.
mmap A 2m
uffd-open
uffd-register A 0 2m missing
write A 3p 9
fork
child-read A 3p
uffd-copy A 3p 1p 5
reap
