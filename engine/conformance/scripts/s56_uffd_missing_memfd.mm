# Q: userfaultfd missing on a memfd: event, COPY, ZEROPAGE, an access to a page that is in the file but not mapped.
mmap M 2m memfd
write M 0 7
uffd-open
uffd-register M 0 2m missing
read M 0
write M 3p 9
uffd-copy M 3p 1p 5
read M 4p
uffd-zeropage M 4p 1p
madvise M 0 1p DONTNEED
read M 0
uffd-copy M 0 1p 6
