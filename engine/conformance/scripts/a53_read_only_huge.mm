# Q: A read-only VM_HUGEPAGE region: read maps the huge zero page, write faults; after mprotect to rw the write replaces it by a THP.
mmap A 4m ro
madvise A 0 4m HUGEPAGE
read A 3p
write A 4p 9
mprotect A 0 4m rw
write A 4p 9
write A 2m 8
