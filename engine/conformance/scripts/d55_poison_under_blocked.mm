# Q: Poisoning a hole on which a thread sleeps: it wakes with SIGBUS?
mmap A 2m
uffd-open poison
uffd-register A 0 2m missing
read A 3p
write A 4p 9
uffd-poison A 3p 2p
