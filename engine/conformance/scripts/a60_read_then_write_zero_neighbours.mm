# Q: Does a write next to 4K zero pages in a VM_HUGEPAGE PMD replace only the one page?
mmap A 2m
read A 0
madvise A 0 2m HUGEPAGE
read A 1p
write A 2p 7
write A 0 8
read A 3p
