# Q: WRITEPROTECT errors: unregistered, registered missing only, over a gap, unaligned, zero length, memory without wp mode.
mmap A 4m
write-range A 0 8p 7
uffd-open pagefault_flag_wp
uffd-wp A 0 1p on
uffd-register A 0 1m missing
uffd-wp A 0 1p on
uffd-register A 1m 1m wp
uffd-wp A 1m 1p on
uffd-wp A 1m+1 1p on
uffd-wp A 1m 0 on
uffd-wp A 1m 1 on
uffd-wp A 2m-1p 2p on
munmap A 1m+4p 1p
uffd-wp A 1m 8p on
uffd-wp A 1m 1p off dontwake
