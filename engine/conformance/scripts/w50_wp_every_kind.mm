# Q: Arming holes, 4K zero pages, small, lazyfree pages and part of a THP, without WP_UNPOPULATED: what is armed, what is not?
mmap A 4m
madvise A 2m 2m HUGEPAGE
write-range A 0 4p 7
madvise A 2p 2p FREE
read A 5p
write-range A 2m 2m 8
uffd-open pagefault_flag_wp
uffd-register A 0 4m wp
uffd-wp A 0 8p on
uffd-wp A 2m+3p 2p on
write A 4p 9
write A 5p 9
uffd-wp A 5p 1p off
