# Q: A write to each of three huge zero PMDs: with THP=madvise, after DONTNEED of one page, and with THP=never.
mmap A 6m
madvise A 0 6m HUGEPAGE
read A 0
read A 2m
read A 4m
write A 3p 7
madvise A 2m+1p 1p DONTNEED
write A 2m+5p 8
read A 2m+1p
thp-enabled never
write A 4m+1p 9
