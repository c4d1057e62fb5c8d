# Q: DONTNEED of half a registered THP, then COPY into it with and without hg; the frames of the dropped half.
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A
uffd-open
uffd-register A 0 2m missing
madvise A 0 1m DONTNEED
uffd-copy A 0 4p 5
pfn-old A 0
write A 5p 9
uffd-copy A 5p 1p 6
madvise A 0 2m DONTNEED
pfn-old A 300p
