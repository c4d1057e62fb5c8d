# Q: A thread sleeps in a userfault and its page becomes a guard: WAKE makes it run into the guard?
mmap A 2m
uffd-open
uffd-register A 0 2m missing
read A 3p
madvise A 3p 1p GUARD_INSTALL
uffd-copy A 3p 1p 5
uffd-wake A 3p 1p
