# Q: An armed THP: DONTNEED of a page, of all, MADV_FREE of a page and of all, mprotect r and back.
mmap A 6m
madvise A 0 6m HUGEPAGE
write-range A 0 6m 7
uffd-open pagefault_flag_wp
uffd-register A 0 6m wp
uffd-wp A 0 6m on
madvise A 3p 1p DONTNEED
mprotect A 2m 2m r
mprotect A 2m 2m rw
madvise A 2m+3p 1p FREE
madvise A 4m 2m FREE
madvise A 0 2m DONTNEED
write A 0 9
write A 4m 9
uffd-wp A 4m 2m off
