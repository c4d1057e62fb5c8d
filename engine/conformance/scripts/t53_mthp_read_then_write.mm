# Q: A read fault with mTHP enabled maps the 4K zero page; which size does the write beside and onto it get?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
madvise A 0 2m HUGEPAGE
read A 3p
write A 4p 7
write A 3p 7
read A 16p
read A 33p
write A 20p 7
