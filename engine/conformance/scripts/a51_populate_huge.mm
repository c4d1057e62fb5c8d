# Q: POPULATE_READ and POPULATE_WRITE of part of an empty VM_HUGEPAGE PMD, of a huge zero PMD and of a THP: whole PMD or only the part?
mmap A 6m
madvise A 0 6m HUGEPAGE
madvise A 3p 1p POPULATE_READ
madvise A 5p 1p POPULATE_WRITE
madvise A 2m+3p 1p POPULATE_WRITE
madvise A 2m 2m POPULATE_READ
madvise A 4m+1p 1p DONTNEED
madvise A 4m+2p 4p POPULATE_READ
madvise A 4m 2m POPULATE_WRITE
