# Q: mlock of holes: what does it map in plain, VM_HUGEPAGE, read-only and PROT_NONE memory?
mmap A 4m
madvise A 2m 2m HUGEPAGE
mmap R 2m ro
mmap N 2m none
read A 0
mlock A 0 4p
mlock A 2m 4p
mlock R 0 4p
mlock N 0 4p
munlock A 0 4m
mlock A 4m-1p 2p
