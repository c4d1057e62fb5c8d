# Q: A writer sleeps on an armed page that is dropped: WAKE, then what does it write to?
mmap A 2m
write-range A 0 4p 7
uffd-open pagefault_flag_wp
uffd-register A 0 2m wp
uffd-wp A 0 4p on
write A 0 9
madvise A 0 1p DONTNEED
uffd-wake A 0 1p
