# Q: A thread sleeps in a userfault in one PMD: MADV_COLLAPSE of the next PMD, and of both.
mmap A 4m
write-range A 2m 2m 7
uffd-open
uffd-register A 0 4m missing
read A 3p
madvise A 2m 2m COLLAPSE
madvise A 0 4m COLLAPSE
uffd-copy A 3p 1p 5
