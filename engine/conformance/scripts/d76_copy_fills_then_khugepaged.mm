# Q: COPY of 2 MiB into an armed hg PMD: 512 small pages; khugepaged while armed; DONTNEED of a page of the THP; COPY again.
mmap A 2m
madvise A 0 2m HUGEPAGE
uffd-open
uffd-register A 0 2m missing
uffd-copy A 0 2m 5
khugepaged-run
write A 0 7
khugepaged-run
madvise A 3p 1p DONTNEED
uffd-copy A 3p 1p 6
khugepaged-run
