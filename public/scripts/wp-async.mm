# Q: Which pages were written since the last scan, without one message to user space?

mmap A 4m
madvise A 0 4m HUGEPAGE
write-range A 0 4m 7

uffd-open pagefault_flag_wp wp_async wp_unpopulated
uffd-register A 0 4m wp

# At first everything counts as written.
# From here on all of it is armed.
pagemap-scan A 0 4m wp checkasync

# Nobody sleeps; two mappings split.
write A 3p 9
write A 2m+20p 9

# The first scan only looks, the second
# arms again. Both tell two pages.
pagemap-scan A 0 4m
pagemap-scan A 0 4m wp checkasync

# Armed pages are left alone.
khugepaged-run
