# Q: uffd write-protection of one page of a 64 KiB folio, and a fault on a wp marker with mTHP enabled: how large a folio?
thp-set hugepages-2048kB/enabled never
thp-set hugepages-64kB/enabled madvise
mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 16p 7
uffd-open pagefault_flag_wp wp_unpopulated wp_async
uffd-register A 0 2m wp
uffd-wp A 3p 1p on
uffd-wp A 32p 1p on
write A 3p 9
write A 33p 9
write A 32p 9
write A 50p 9
