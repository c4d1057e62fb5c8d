# Q: write(2) from holes: which pages does a kernel read fault map, in plain and in VM_HUGEPAGE memory?
mmap A 2m
mmap B 2m
madvise B 0 2m HUGEPAGE
sysread A 3p
sysread B 3p
write A 3p 7
sysread A 3p
