# Q: mprotect, mlock and POPULATE_WRITE over armed pages and markers.
mmap A 2m
write-range A 0 4p 7
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 2m wp
uffd-wp A 0 6p on
mprotect A 0 2p r
write A 0 9
mprotect A 0 2p rw
write A 0 9
madvise A 4p 1p POPULATE_READ
mlock A 4p 1p
madvise A 2p 1p POPULATE_WRITE
uffd-wp A 0 8p off
