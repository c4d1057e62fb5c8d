# Q: PR_SET_THP_DISABLE 1 and 2 while enlisted: plain and advised VMAs.
thp-enabled always
mmap A 4m
madvise A 2m 2m HUGEPAGE
write A 0 7
write A 2m 7
madvise A 1p 1p DONTNEED
madvise A 2m+1p 1p DONTNEED
prctl-thp-disable 1
khugepaged-run
prctl-thp-disable 2
khugepaged-run
prctl-thp-disable 0
khugepaged-run
