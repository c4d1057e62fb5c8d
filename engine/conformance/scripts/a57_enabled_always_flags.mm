# Q: THP=always: which of plain, VM_HUGEPAGE and VM_NOHUGEPAGE thirds of one mapping get THPs?
thp-enabled always
mmap A 6m
madvise A 2m 2m HUGEPAGE
madvise A 4m 2m NOHUGEPAGE
write A 0 7
write A 2m 7
write A 4m 7
thp-enabled never
madvise A 0 6m DONTNEED
write A 0 8
write A 2m 8
