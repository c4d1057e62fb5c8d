# Q: A thread sleeps in a userfault and its range is moved away: who can wake it, and what does it get?
mmap A 2m
uffd-open event_remap
uffd-register A 0 2m missing
read A 3p
mremap A 0 2m B dontunmap
uffd-copy B 3p 1p 5
uffd-copy A 3p 1p 6
