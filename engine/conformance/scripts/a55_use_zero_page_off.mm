# Q: use_zero_page=0: does a read fault in VM_HUGEPAGE allocate a whole THP?
thp-set use_zero_page 0
mmap A 4m
madvise A 0 4m HUGEPAGE
read A 3p
thp-set use_zero_page 1
read A 2m
