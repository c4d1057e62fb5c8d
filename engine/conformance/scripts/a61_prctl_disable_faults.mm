# Q: PR_SET_THP_DISABLE 1: read and write faults in VM_HUGEPAGE and with THP=always; cleared again.
mmap A 4m
madvise A 0 4m HUGEPAGE
prctl-thp-disable 1
write A 0 7
read A 2m
thp-enabled always
madvise A 0 4m DONTNEED
write A 0 7
prctl-thp-disable 0
write A 2m 8
madvise A 0 2m DONTNEED
write A 0 9
