# Q: fork of a registered range without EVENT_FORK: is the child's VMA registered, do its holes fault?
mmap A 2m
write-range A 0 2p 7
uffd-open
uffd-register A 0 2m missing
fork
child-read A 3p
child-write A 4p 9
read A 3p
uffd-copy A 3p 1p 5
reap
