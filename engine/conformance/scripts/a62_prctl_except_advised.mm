# Q: PR_SET_THP_DISABLE with EXCEPT_ADVISED: plain, advised and refused VMAs under THP=always.
thp-enabled always
mmap A 6m
madvise A 2m 2m HUGEPAGE
madvise A 4m 2m NOHUGEPAGE
prctl-thp-disable 2
write A 0 7
write A 2m 7
write A 4m 7
madvise A 0 2m COLLAPSE
prctl-thp-disable 1
madvise A 0 6m DONTNEED
write A 2m 8
madvise A 2m 2m COLLAPSE
prctl-thp-disable 0
madvise A 2m 2m COLLAPSE
